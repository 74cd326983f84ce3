import { strict as assert } from 'node:assert';
import type { Reading } from '../../../config/read';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { plan } from '../../../model/plan/plan';
import { resolve } from '../../../model/topology/resolve';
import { VerifyError } from '../../../cli/errors';
import { comparable, subjectOf } from '../../../cli/subject';
import { primaryRemote, specOf } from '../model/specimen';

const spec = specOf(primaryRemote());
const reading: Reading = { spec, plan: plan(resolve(spec)), accesses: {} };
const cluster = (name: string): MeshworkOutputs['clusters'][string] => ({
  clusterId: name,
  mesh: 'blue',
  network: `net-${name}`,
  role: name === 'east' ? 'primary' : 'remote',
  controlPlanes: {},
  intermediateExpiry: null,
  eastWestGateway: { addresses: [`${name}.lb`], ports: { tls: 15443, istiod: 15012, webhook: 15017 } },
});
const outputs: MeshworkOutputs = {
  schemaVersion: 1,
  meshes: { blue: { meshId: 'blue', trustDomain: 'blue.example', rootCertificate: 'PEM', rootExpiry: '' } },
  clusters: { east: cluster('east'), west: cluster('west') },
  services: {},
  ingressGateways: {},
  federations: {},
  workloadGroups: {},
};

const ARGS = { stack: 'dev', namespace: 'meshwork-verify' };

describe('verify: subject', () => {
  it('takes structure from the plan, and root and addresses from the outputs', () => {
    const [mesh] = subjectOf(reading, outputs, ARGS);
    assert.equal(mesh?.rootCertificate, 'PEM');
    assert.deepEqual(
      mesh.clusters.map(({ name, version, servedBy, watches, gateway }) => [name, version, servedBy, watches, gateway]),
      [
        ['east', 'v1', 'east', ['east', 'west'], { addresses: ['east.lb'], port: 15443 }],
        ['west', 'v2', 'east', undefined, { addresses: ['west.lb'], port: 15443 }],
      ],
    );
  });

  it('refuses a cluster that was not deployed yet', () => {
    assert.throws(
      () => subjectOf(reading, { ...outputs, clusters: { east: cluster('east') } }, ARGS),
      (error) => error instanceof VerifyError && error.message.includes('a cluster "west"'),
    );
  });

  it('compares IP addresses only', () => {
    assert.deepEqual(
      [comparable(['10.0.0.1', 'fd00::1']), comparable(['lb.example']), comparable([])],
      [true, false, false],
    );
  });
});
