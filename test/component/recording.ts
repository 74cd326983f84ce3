import * as pulumi from '@pulumi/pulumi';
import { markIn, withoutMark } from './marks';
import { type Place, placeOf, type PlacedRequest } from './place';

/** One registration as the engine would see it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  /** Name of the provider that it asks for; undefined for components and default providers. */
  readonly provider: string | undefined;
  /** Its inputs without the mark. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The stack and the resource that its mark names; undefined without a mark. */
  readonly mark: readonly (string | undefined)[] | undefined;
  /** Its place: the engine tells it from others and recognises it in the next deployment by that. */
  readonly place: Place;
}

/** The changes for which the engine replaces a resource at the program's wish, and how. */
export interface Replacement {
  readonly on: readonly string[];
  readonly deleteFirst: boolean;
  /** The value whose change replaces it; undefined without one. */
  readonly trigger: unknown;
}

/** What the engine keeps of a registration beside its inputs and outputs. */
export interface KeptRegistration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** URN of its parent. Empty below the stack. */
  readonly parent: string;
  /** Reference to its provider. Empty for components and default providers. */
  readonly provider: string;
  readonly ignoreChanges: readonly string[];
  readonly retainOnDelete: boolean;
}

/** A registration on its way to the engine, as far as the SDK's mocks leave it out. */
interface RegisterRequest extends PlacedRequest {
  getCustom(): boolean;
  getProvider(): string;
  getIgnorechangesList(): string[];
  getRetainondelete(): boolean;
  getReplaceonchangesList(): string[];
  getDeletebeforereplace(): boolean;
  getReplacementTrigger(): { toJavaScript(): unknown } | undefined;
}

/** The SDK's mock engine. */
interface MockMonitor {
  registerResource(request: RegisterRequest, callback: unknown): Promise<void>;
  /** The SDK's mocks say that they know hooks, and do not: a program that registers one would wait for ever. */
  registerErrorHook?: RegisterHook;
  registerResourceHook?: RegisterHook;
}

type RegisterHook = (request: unknown, callback: (error: null, response: object) => void) => void;

/** The stack itself, which every resource without another parent is below. */
const STACK_TYPE = 'pulumi:pulumi:Stack';

/**
 * Answers of a mock engine, and the registrations with it. Charts are one registration each: their objects are made by the
 * plugin, and are checked in the lab (test/lab).
 */
export class Recording implements pulumi.runtime.Mocks {
  readonly registrations: Registration[] = [];
  /** By name of the resource; only what the program says itself, not what transforms say. */
  readonly replacements = new Map<string, Replacement>();
  /** As the engine keeps them, in the order of their registrations. */
  readonly kept: KeptRegistration[] = [];
  /** Properties whose later changes the program does not want, by name of the resource. */
  readonly ignored = new Map<string, readonly string[]>();
  private readonly places = new Map<string, Place>();

  /** @param gateways Services after deployment, by name; those of gateways by the name of the chart. Default: with an IP address. */
  constructor(private readonly gateways: Readonly<Record<string, GatewayServiceState>> = {}) {}

  newResource(args: pulumi.runtime.MockResourceArgs): { id: string; state: Record<string, unknown> } {
    if (args.type === STACK_TYPE) return { id: '', state: {} };
    const provider = args.provider?.split('::').at(-2);
    const place = this.places.get(`${args.type} ${args.name}`);
    if (place === undefined) throw new Error(`${args.type} ${args.name} was not listened to.`);
    const inputs = args.inputs as Record<string, unknown>;
    this.registrations.push({
      type: args.type,
      name: args.name,
      provider,
      inputs: withoutMark(inputs),
      mark: markIn(inputs),
      place,
    });
    return { id: `${args.name}-id`, state: { ...inputs, ...computed(args.type, inputs, this.gateways[args.name]) } };
  }

  /** Listens to the requests to a mock engine, to see the parts that it does not hand to mocks. */
  listenTo(monitor: MockMonitor): void {
    monitor.registerErrorHook = (_, callback) => callback(null, {});
    monitor.registerResourceHook = (_, callback) => callback(null, {});
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, callback) => {
      const replacement = {
        on: request.getReplaceonchangesList(),
        deleteFirst: request.getDeletebeforereplace(),
        trigger: request.getReplacementTrigger()?.toJavaScript(),
      };
      const ignored = request.getIgnorechangesList();
      if (ignored.length > 0) this.ignored.set(request.getName(), ignored);
      if (replacement.on.length > 0) this.replacements.set(request.getName(), replacement);
      this.kept.push({
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        parent: request.getParent(),
        provider: request.getProvider(),
        ignoreChanges: request.getIgnorechangesList(),
        retainOnDelete: request.getRetainondelete(),
      });
      if (request.getType() !== STACK_TYPE)
        this.places.set(`${request.getType()} ${request.getName()}`, placeOf(request, this.places));
      return register(request, callback);
    };
  }

  call(): Record<string, unknown> {
    throw new Error('The program calls no functions.');
  }
}

/** The status that a load balancer's controller writes into a Service or Ingress. */
function balanced({ ingress = [{ ip: '192.0.2.7' }] }: GatewayServiceState = {}) {
  return { status: { loadBalancer: { ingress } } };
}

/** A gateway's Service after deployment. */
export interface GatewayServiceState {
  readonly ingress?: readonly object[];
  readonly ports?: readonly object[];
}

/** The Service of a gateway chart, as far as the program tells it apart and reads it. */
function gatewayService(state: GatewayServiceState = {}) {
  return { __pulumiType: 'kubernetes:core/v1:Service', spec: { ports: state.ports ?? [] }, ...balanced(state) };
}

/** The values that plugins compute, as far as the program reads them. */
function computed(
  type: string,
  inputs: Readonly<Record<string, unknown>>,
  gateway: GatewayServiceState | undefined,
): Record<string, unknown> {
  switch (type) {
    case 'tls:index/privateKey:PrivateKey':
      return { privateKeyPem: 'key-pem' };
    case 'tls:index/certRequest:CertRequest':
      return { certRequestPem: 'request-pem' };
    case 'tls:index/selfSignedCert:SelfSignedCert':
      return { certPem: 'root-pem\n', validityEndTime: '2036-01-01T00:00:00Z' };
    case 'tls:index/locallySignedCert:LocallySignedCert':
      return {
        certPem: 'intermediate-pem\n',
        validityStartTime: '2026-01-01T00:00:00Z',
        validityEndTime: '2028-01-01T00:00:00Z',
      };
    case 'command:local:Command':
      return { stdout: `header.${Buffer.from('{"iat":1767225600,"exp":1767229200}').toString('base64url')}.signature` };
    case 'random:index/randomId:RandomId':
      return { hex: '0123456789abcdef' };
    case 'kubernetes:core/v1:Secret':
      return { data: { token: Buffer.from('reader-token').toString('base64'), 'ca.crt': 'cluster-ca' } };
    case 'kubernetes:core/v1:Service':
    case 'kubernetes:networking.k8s.io/v1:Ingress':
      return balanced(gateway);
    case 'kubernetes:helm.sh/v4:Chart':
      return { resources: String(inputs['chart']).endsWith('gateway') ? [gatewayService(gateway)] : [] };
    default:
      return {};
  }
}

/** The key by which the engine's wire form marks a secret (pulumi/pulumi: sdk/go/common/resource/sig). */
const SECRET = '4dabf18193072939515e22adb298388d';

/** Whether an input was registered as a secret. */
export function isSecret(value: unknown): boolean {
  return typeof value === 'object' && value !== null && SECRET in value;
}

/** The value of a secret input. */
export function revealed(value: unknown): unknown {
  return isSecret(value) ? (value as { value: unknown }).value : value;
}
