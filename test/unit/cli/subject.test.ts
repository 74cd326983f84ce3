import { strict as assert } from 'node:assert';
import type { Reading } from '../../../config/read';
import type { MeshworkOutputs } from '../../../outputs/contract';
import { plan } from '../../../model/plan/plan';
import { resolve } from '../../../model/topology/resolve';
import { CommandError } from '../../../cli/errors';
import { comparable, subjectOf } from '../../../cli/subject';
import { primaryRemote, specOf, withMachine } from '../model/specimen';

const spec = specOf(primaryRemote());
const reading: Reading = { spec, plan: plan(resolve(spec)), accesses: {} };
const cluster = (name: string): MeshworkOutputs['clusters'][string] => ({
  clusterId: name,
  mesh: 'blue',
  network: `net-${name}`,
  role: name === 'east' ? 'primary' : 'remote',
  controlPlanes: {},
  intermediateExpiry: null,
  state: 'active' as const,
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

  describe('with a machine', () => {
    const withOne = specOf(withMachine());
    const machines = {
      'vm-1': {
        address: '10.0.50.2',
        state: 'active' as const,
        certificateExpiry: '2027-01-28T00:00:00Z',
        ownCertificateExpiry: null,
      },
    };
    const group = { mesh: 'blue', cluster: 'east', network: 'vm-net', identity: '', authority: null, machines };
    const readingOf = (of: typeof withOne): Reading => ({ spec: of, plan: plan(resolve(of)), accesses: {} });
    const subject = (of = withOne) =>
      subjectOf(readingOf(of), { ...outputs, workloadGroups: { legacy: group } }, ARGS)[0]?.machines[0];

    it('takes it as a place of the mesh with a host of its own and the identity of its group', () => {
      const [mesh] = subjectOf(readingOf(withOne), { ...outputs, workloadGroups: { legacy: group } }, ARGS);
      assert.deepEqual(
        mesh?.places.map(({ host, kind, name }) => [kind, name, host]),
        [
          ['cluster', 'east', 'server.meshwork-verify.svc.cluster.local'],
          ['cluster', 'west', 'server.meshwork-verify.svc.cluster.local'],
          ['machine', 'vm-1', 'machine-vm-1.meshwork-verify.svc.cluster.local'],
        ],
      );
      const identity = 'spiffe://blue.example/ns/vms/sa/legacy';
      assert.deepEqual(mesh.machines[0]?.identities, { client: identity, server: identity });
      assert.deepEqual(
        [mesh.machines[0].servedBy, mesh.machines[0].plainFrom, mesh.machines[0].onlyGroupPorts],
        ['east', 'east', true],
      );
    });

    it('knows by which network its server is reached', () => {
      const through = withMachine();
      through.workloadGroups['legacy'] = { ...through.workloadGroups['legacy'], reachedFrom: 'homeNetwork' };
      assert.deepEqual(
        [subject(), subject(specOf(through))].map((machine) => [machine?.network, machine?.serverNetwork]),
        [
          ['vm-net', 'vm-net'],
          ['vm-net', 'net-east'],
        ],
      );
    });

    it('has the key of the machine before the one for all, and none where there is none', () => {
      const keys = (sshKeys: Record<string, string>) => subject(specOf({ ...withMachine(), sshKeys }))?.target;
      assert.deepEqual([keys({ 'vm-1': 'own', default: 'all' })?.key, keys({ default: 'all' })?.key], ['own', 'all']);
      assert.equal(keys({ 'vm-1': 'own', default: 'all' })?.bastionKey, 'all');
      assert.equal(subject({ ...withOne, sshKeys: {} })?.target, undefined);
    });

    it('refuses one that was not deployed yet', () => {
      const none = { ...group, machines: {} };
      assert.throws(
        () => subjectOf(readingOf(withOne), { ...outputs, workloadGroups: { legacy: none } }, ARGS),
        (error) => error instanceof CommandError && error.message.includes('a virtual machine "vm-1"'),
      );
    });
  });

  it('refuses a cluster that was not deployed yet', () => {
    assert.throws(
      () => subjectOf(reading, { ...outputs, clusters: { east: cluster('east') } }, ARGS),
      (error) => error instanceof CommandError && error.message.includes('a cluster "west"'),
    );
  });

  it('compares IP addresses only', () => {
    assert.deepEqual(
      [comparable(['10.0.0.1', 'fd00::1']), comparable(['lb.example']), comparable([])],
      [true, false, false],
    );
  });
});
