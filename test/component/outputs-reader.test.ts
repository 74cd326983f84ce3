import { strict as assert } from 'node:assert';
import * as pulumi from '@pulumi/pulumi';
import type { MeshworkOutputs } from '../../outputs/contract';
import { meshworkOutputs } from '../../outputs/reader';

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
      controlPlanes: { default: { servedBy: 'east', host: 'istiod.istio-system.svc' } },
      intermediateExpiry: '2028-01-01T00:00:00Z',
      eastWestGateway: { addresses: ['192.0.2.1'], ports: { tls: 15443, istiod: 15012, webhook: 15017 } },
    },
  },
  services: {},
  ingressGateways: {},
  federations: {},
};

/** A method of the SDK's outputs that its typings leave out. `apply` alone would wait for ever for a refused value. */
interface Settling<T> {
  promise(): Promise<T>;
}

/** One output, as a program reads it from a stack with these outputs. */
async function read<K extends keyof MeshworkOutputs>(outputs: object, key: K): Promise<MeshworkOutputs[K]> {
  await pulumi.runtime.setMocks({
    call: () => ({}),
    newResource: ({ id, name, type }) => ({
      id: id ?? name,
      state: type === 'pulumi:pulumi:StackReference' ? { name, outputs, secretOutputNames: [] } : {},
    }),
  });
  const output = meshworkOutputs(new pulumi.StackReference('organization/meshwork/dev'))[key];
  return (output as unknown as Settling<MeshworkOutputs[K]>).promise();
}

describe('the reader of outputs', () => {
  it('yields what the stack has', async () => {
    assert.deepEqual(await read(OUTPUTS, 'meshes'), OUTPUTS.meshes);
    assert.deepEqual(await read(OUTPUTS, 'clusters'), OUTPUTS.clusters);
  });

  it('takes keys that a later program adds', async () => {
    const meshes = { blue: { ...OUTPUTS.meshes['blue'], color: 'blue' } };
    assert.deepEqual(await read({ ...OUTPUTS, meshes }, 'meshes'), OUTPUTS.meshes);
  });

  it('refuses a stack without outputs of meshwork', async () => {
    await assert.rejects(read({ url: 'https://example.org' }, 'meshes'), {
      message:
        'Stack organization/meshwork/dev has no output "schemaVersion": it is no meshwork stack, or nothing of it is deployed. Name another stack, or run `pulumi up` there first.',
    });
  });

  it('refuses another schema version, and says which side is behind', async () => {
    await assert.rejects(
      read({ ...OUTPUTS, schemaVersion: 2 }, 'meshes'),
      /have schema version 2, and this reader knows 1\. Use the reader/,
    );
    await assert.rejects(
      read({ ...OUTPUTS, schemaVersion: 0 }, 'meshes'),
      /Run `pulumi up` there with a current meshwork/,
    );
  });

  it('refuses an output that is not as the contract says, with its path', async () => {
    const clusters = { east: { ...OUTPUTS.clusters['east'], role: 'leader' } };
    await assert.rejects(
      read({ ...OUTPUTS, clusters }, 'clusters'),
      /^Error: Output "clusters\.east\.role" of stack organization\/meshwork\/dev is not as outputs\/contract\.ts says/,
    );
  });
});
