import { text } from 'node:stream/consumers';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { parse, type Type } from 'protobufjs';

/** How to ask an istiod for the certificate of a gateway's server. Comes as JSON by standard input, because it holds a secret. */
export interface SecretRequest {
  /** Address and port of istiod. */
  readonly istiod: string;
  /** Root of the mesh, PEM. */
  readonly root: string;
  /** Token of the gateway's service account. */
  readonly token: string;
  /** The gateway's proxy, as its own bootstrap describes it. */
  readonly node: { readonly id: string; readonly cluster: string; readonly metadata: unknown };
  /** Name of the Secret. */
  readonly secret: string;
}

/** The provider of private keys in the certificate that istiod sent; the key in it is left out. */
export interface SentProvider {
  /** The name of the provider; empty if the certificate has none. */
  readonly name: string;
  readonly pollDelayMs: number;
  readonly fallback: boolean;
  /** Whether the certificate has its key outside of the provider. */
  readonly plainKey: boolean;
}

/** The fields of Envoy's messages that are read or written here (envoy.service.discovery.v3, extensions.transport_sockets.tls.v3, qat.v3alpha). */
const MESSAGES = `syntax = "proto3";
message Value {
  oneof kind { double number = 2; string text = 3; bool truth = 4; Struct struct = 5; List list = 6; }
}
message Struct { map<string, Value> fields = 1; }
message List { repeated Value values = 1; }
message Any { string type = 1; bytes value = 2; }
message Node { string id = 1; string cluster = 2; Struct metadata = 3; }
message Request { Node node = 2; repeated string names = 3; string type = 4; }
message Response { repeated Any resources = 2; }
message Secret { string name = 1; Certificate certificate = 2; }
message Certificate { bytes privateKey = 2; Provider provider = 6; }
message Provider { string name = 1; Any config = 3; bool fallback = 4; }
message Duration { int64 seconds = 1; int32 nanos = 2; }
message Qat { Duration pollDelay = 2; }`;

const SECRET = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret';
const METHOD = '/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources';
const PATIENCE_MS = 60_000;

const messages = parse(MESSAGES, { keepCase: true }).root;

/** A message as JSON; integers are numbers. */
function decoded(message: string, bytes: Uint8Array): object {
  const type: Type = messages.lookupType(message);
  return type.toObject(type.decode(bytes), { longs: Number, defaults: true });
}

/** JSON as Envoy's protocol carries it. */
function valueOf(json: unknown): object {
  if (typeof json === 'number') return { number: json };
  if (typeof json === 'string') return { text: json };
  if (typeof json === 'boolean') return { truth: json };
  if (Array.isArray(json)) return { list: { values: json.map(valueOf) } };
  return { struct: structOf(json) };
}

function structOf(json: unknown): object {
  return { fields: Object.fromEntries(Object.entries(json ?? {}).map(([key, value]) => [key, valueOf(value)])) };
}

interface Any {
  readonly value: Uint8Array;
}

interface Certificate {
  readonly privateKey: Uint8Array;
  readonly provider: { readonly name: string; readonly fallback: boolean; readonly config: Any } | null;
}

/** Asks istiod for one Secret, as a gateway's proxy does, and waits for the first answer. */
async function ask({ istiod, node, root, secret, token }: SecretRequest): Promise<readonly Any[]> {
  const client = new Client(istiod, credentials.createSsl(Buffer.from(root)), {
    'grpc.ssl_target_name_override': 'istiod.istio-system.svc',
  });
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  const request = messages.lookupType('Request');
  const stream = client.makeBidiStreamRequest(
    METHOD,
    (value: object) => Buffer.from(request.encode(request.fromObject(value)).finish()),
    (bytes: Buffer) => decoded('Response', bytes) as { resources: readonly Any[] },
    metadata,
    { deadline: Date.now() + PATIENCE_MS },
  );
  stream.write({
    node: { id: node.id, cluster: node.cluster, metadata: structOf(node.metadata) },
    names: [`kubernetes://${secret}`],
    type: SECRET,
  });
  try {
    return await new Promise((resolve, reject) => {
      stream.once('data', ({ resources }: { resources: readonly Any[] }) => resolve(resources));
      stream.once('error', reject);
    });
  } finally {
    stream.on('error', () => undefined); // the cancellation is one
    stream.cancel();
    client.close();
  }
}

async function main(): Promise<void> {
  const [resource] = await ask(JSON.parse(await text(process.stdin)) as SecretRequest);
  if (resource === undefined) throw new Error('istiod sent no certificate.');
  const { certificate } = decoded('Secret', resource.value) as { certificate: Certificate };
  const { provider } = certificate;
  const delay =
    provider === null
      ? { seconds: 0, nanos: 0 }
      : (decoded('Qat', provider.config.value) as { pollDelay: { seconds: number; nanos: number } }).pollDelay;
  const sent: SentProvider = {
    name: provider?.name ?? '',
    pollDelayMs: delay.seconds * 1000 + delay.nanos / 1e6,
    fallback: provider?.fallback ?? false,
    plainKey: certificate.privateKey.length > 0,
  };
  console.log(JSON.stringify(sent));
}

main().catch((error: unknown) => {
  console.error(String(error));
  process.exit(1);
});
