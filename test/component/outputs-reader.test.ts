import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import type { MeshworkOutputs, StackOutputs } from '../../outputs/contract';
import { meshworkOutputs } from '../../outputs/reader';

/** Every key of the contract, each with a value of the right type. The names among them are `NAMES`. */
const OUTPUTS: MeshworkOutputs = {
  schemaVersion: 1,
  meshes: {
    blue: { meshId: 'blue', trustDomain: 'blue.example', rootCertificate: 'PEM', rootExpiry: '2036-01-01T00:00:00Z' },
  },
  clusters: {
    east: {
      clusterId: 'east',
      mesh: 'blue',
      network: 'net-east',
      role: 'primary',
      state: 'active',
      controlPlanes: { default: { servedBy: 'east', host: 'istiod.istio-system.svc' } },
      intermediateExpiry: '2028-01-01T00:00:00Z',
      eastWestGateway: { addresses: ['192.0.2.1'], ports: { tls: 15443, istiod: 15012, webhook: 15017 } },
    },
  },
  services: { orders: { host: 'orders.shop.svc.cluster.local', addresses: { east: ['192.0.2.2'] } } },
  ingressGateways: {
    front: {
      ...{ cluster: 'east', addresses: ['front.example'], port: 80, ports: { http: 80 }, certificates: {} },
      clusters: { east: { addresses: ['front.example'], ports: { http: 80 } } },
    },
  },
  workloadGroups: {
    legacy: {
      mesh: 'blue',
      cluster: 'east',
      network: 'vm-net',
      identity: 'spiffe://blue.example/ns/vms/sa/legacy',
      authority: 'vms',
      machines: {
        'vm-1': {
          address: '192.0.2.10',
          state: 'active',
          certificateExpiry: '2027-01-01T00:00:00Z',
          ownCertificateExpiry: '2027-02-01T00:00:00Z',
        },
      },
    },
  },
  federations: {
    'blue-green': {
      meshes: ['blue', 'green'],
      trust: 'exchanged',
      imports: [{ service: 'orders', from: 'blue', to: 'green', host: 'orders.blue.example', ports: { http: 80 } }],
    },
  },
};

const PAGE = readFileSync(join(__dirname, '../../docs/how-to/read-outputs.md'), 'utf8');

/** Keys that the contract does not name, because they are a stack's own. */
const NAMES = ['blue', 'east', 'default', 'orders', 'front', 'blue-green', 'http', 'legacy', 'vm-1'];

/** What the SDK's outputs have, and the typings leave out. `apply` alone would wait for ever for a refused value. */
interface Settling<T> {
  promise(): Promise<T>;
}

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as Settling<T>).promise();
}

/** What a program reads of the stack `organization/meshwork/prod`. */
async function read(outputs: object, secretOutputNames: readonly string[] = []): Promise<StackOutputs> {
  await mockStack(outputs, secretOutputNames);
  return meshworkOutputs('organization/meshwork/prod');
}

/** Has references yield a stack's outputs. Those that are secret are named, and `outputs` is a secret as a whole, as the engine says it. */
async function mockStack(outputs: object, secretOutputNames: readonly string[]): Promise<void> {
  const found = secretOutputNames.length === 0 ? outputs : pulumi.secret(outputs);
  await pulumi.runtime.setMocks({
    call: () => ({}),
    newResource: ({ id, name, type }) => ({
      id: id ?? name,
      state: type === 'pulumi:pulumi:StackReference' ? { name: id, outputs: found, secretOutputNames } : {},
    }),
  });
}

/** The message of the error that an output ends in. */
async function refusal(outputs: object, key: keyof StackOutputs): Promise<string> {
  const all = await read(outputs);
  const error = await valueOf<unknown>(all[key]).then(
    () => assert.fail(`${key} is taken`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof pulumi.RunError);
  return error.message;
}

/** A key that the contract names, and the text of the same outputs with another value there, or without it. */
interface NamedKey {
  readonly output: keyof MeshworkOutputs;
  readonly place: string;
  readonly with: (value: unknown) => object;
  readonly value: unknown;
}

function namedKeys(value: unknown, path: readonly string[], replaced: (value: unknown) => object): NamedKey[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const place = [...path, key];
    const withInner = (other: unknown) => replaced({ ...value, [key]: other });
    const [output] = place as [keyof MeshworkOutputs];
    const below = namedKeys(inner, place, withInner);
    return NAMES.includes(key) ? below : [{ output, place: place.join('.'), with: withInner, value: inner }, ...below];
  });
}

describe('the reader of outputs', () => {
  const keys = namedKeys(OUTPUTS, [], (value) => value as object).filter(({ output }) => output !== 'schemaVersion');

  it('yields what the stack has', async () => {
    const found = await read(OUTPUTS);
    for (const key of Object.keys(OUTPUTS) as (keyof MeshworkOutputs)[])
      assert.deepEqual(await valueOf<unknown>(found[key]), OUTPUTS[key]);
  });

  it('takes a reference as well, under any name', async () => {
    await mockStack(OUTPUTS, []);
    const { meshes } = meshworkOutputs(new pulumi.StackReference('mesh', { name: 'organization/meshwork/prod' }));
    assert.deepEqual(await valueOf(meshes), OUTPUTS.meshes);
  });

  it('keeps secret what is secret there, and nothing else', async () => {
    const found = await read(OUTPUTS, ['meshes']);
    assert.deepEqual(await valueOf(found.meshes), OUTPUTS.meshes);
    assert.deepEqual(await valueOf(found.clusters), OUTPUTS.clusters);
    const secret: string[] = [];
    for (const [key, output] of Object.entries<pulumi.Output<unknown>>(found))
      if (await pulumi.isSecret(output)) secret.push(key);
    assert.deepEqual(secret, ['meshes']);
  });

  it('takes keys that a later program adds', async () => {
    const meshes = { blue: { ...OUTPUTS.meshes['blue'], color: 'blue' } };
    assert.deepEqual(await valueOf((await read({ ...OUTPUTS, meshes })).meshes), OUTPUTS.meshes);
  });

  it('refuses a stack without outputs of meshwork', async () => {
    assert.equal(
      await refusal({ url: 'https://example.org' }, 'meshes'),
      'Stack organization/meshwork/prod has no output "schemaVersion": it is no meshwork stack, or nothing of it is deployed. Name another stack, or run `pulumi up` there first.',
    );
    assert.match(
      await refusal({ schemaVersion: 'VERYSECRET' }, 'meshes'),
      /^Stack organization\/meshwork\/prod has no output "schemaVersion" that is a number: /,
    );
  });

  it('refuses another schema version, and says which side is behind', async () => {
    assert.equal(
      await refusal({ ...OUTPUTS, schemaVersion: 2, meshes: 'of another shape' }, 'meshes'),
      'The outputs of stack organization/meshwork/prod have schema version 2, and this reader knows 1. ' +
        'Use the reader (outputs/reader.ts) of the meshwork that deployed the stack.',
    );
    assert.match(
      await refusal({ ...OUTPUTS, schemaVersion: 0 }, 'meshes'),
      /schema version 0, and this reader knows 1\. Run `pulumi up` there with a current meshwork\.$/,
    );
  });

  it('refuses outputs without a key that a later meshwork added, whichever it is', async () => {
    assert.ok(keys.length > 30);
    for (const { output, place, with: changed } of keys)
      assert.equal(
        await refusal(changed(undefined), output),
        `Output "${output}" of stack organization/meshwork/prod is not as outputs/contract.ts says.\n\n` +
          `  ${place}: missing\n\n` +
          'Run `pulumi up` there with a current meshwork.',
      );
  });

  it('refuses a value of another type, whichever it is, and does not show it', async () => {
    for (const { output, place, value, with: changed } of keys) {
      const message = await refusal(changed(typeof value === 'string' ? 4711 : 'VERYSECRET'), output);
      assert.ok(message.includes(`\n  ${place}: Invalid `), message);
      assert.doesNotMatch(message, /4711|VERYSECRET/);
      assert.match(message, /\n\nUse the reader \(outputs\/reader\.ts\) of the meshwork that deployed the stack\.$/);
    }
  });

  it('tells every mistake of an output at once, each with its path, as the how-to shows it', async () => {
    const { east } = OUTPUTS.clusters;
    assert.ok(east);
    const { network, ...rest } = east;
    const gateway = { addresses: [network, 7], ports: { tls: 15443, istiod: 15012, webhook: 15017 } };
    const clusters = { east: { ...rest, role: 'leader', eastWestGateway: gateway } };
    const message = await refusal({ ...OUTPUTS, clusters }, 'clusters');
    assert.match(message, /: missing\n.*: Invalid option: .*\n.*addresses\.1: Invalid input: /);
    assert.ok(PAGE.includes(`\n${message}\n`), message);
  });

  it('says what the how-to explains', async () => {
    const explained = [...PAGE.matchAll(/^\| `(ha[^`]+)` \|/gm)].map(([, words]) => words ?? '');
    const messages: string[] = [];
    for (const outputs of [{}, { schemaVersion: 2 }, { schemaVersion: 0 }])
      messages.push(await refusal(outputs, 'meshes'));
    assert.equal(explained.length, messages.length);
    messages.forEach((message, index) => assert.ok(message.includes(explained[index] ?? ''), message));
  });

  it('has no trace in its errors: the SDK would format it, which takes Node.js 20 a quarter of a minute', async () => {
    for (const outputs of [{}, { ...OUTPUTS, meshes: 7 }])
      await assert.rejects(valueOf((await read(outputs)).meshes), (error: Error) => error.stack === undefined);
  });
});
