import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../../../../config/read';
import { verify } from '../../../../cli/checks/run';
import type { VerifyOptions } from '../../../../cli/commands/verify-options';
import { Elapsed } from '../../../../cli/elapsed';
import { CommandError } from '../../../../cli/errors';
import { Example } from '../../../../examples/example';
import { plan } from '../../../../model/plan/plan';
import { resolve } from '../../../../model/topology/resolve';
import type { MeshworkOutputs } from '../../../../outputs/contract';
import { primaryRemote, specOf } from '../../model/specimen';

const ROOT = readFileSync(join(__dirname, '..', 'fixtures', 'root.pem'), 'utf8');

/** Nothing listens on the port, so each call is refused at once. */
const kubeconfig = JSON.stringify({
  ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'none' },
  clusters: [{ name: 'none', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'none', user: {} }],
  contexts: [{ name: 'none', context: { cluster: 'none', user: 'none' } }],
});
const accesses = Object.fromEntries(
  ['east', 'west'].map((name) => [name, { kubeconfig } as unknown as Reading['accesses'][string]]),
);
const none: MeshworkOutputs = {
  schemaVersion: 1,
  meshes: {},
  clusters: {},
  services: {},
  ingressGateways: {},
  federations: {},
  workloadGroups: {},
};
const options: VerifyOptions = {
  ...{ stack: undefined, configFile: undefined, json: false, junit: undefined, namespace: 'probe' },
  ...{ timeoutSeconds: 0.1, answerTimeoutSeconds: 0.1, keep: false, wait: true },
};

async function run(config: Record<string, unknown>, outputs: Partial<MeshworkOutputs>) {
  const spec = specOf(config);
  const stack = {
    name: 'dev',
    reading: { spec, plan: plan(resolve(spec)), accesses },
    outputs: { ...none, ...outputs },
  };
  const said: string[] = [];
  const elapsed = new Elapsed((line) => said.push(line.replace(/^.* s {2}/, '')));
  return { report: await verify(stack, options, elapsed, new AbortController().signal), said };
}

const cluster = (name: string): MeshworkOutputs['clusters'][string] => ({
  ...{ clusterId: name, mesh: 'blue', network: `net-${name}`, role: name === 'east' ? 'primary' : 'remote' },
  ...{ controlPlanes: {}, intermediateExpiry: null, state: 'active' as const },
  eastWestGateway: { addresses: [`${name}.lb`], ports: { tls: 15443, istiod: 15012, webhook: 15017 } },
});

describe('verify: run', () => {
  it('reports every check of a mesh whose clusters cannot be reached, each as failed', async () => {
    const blue = {
      meshId: 'blue',
      trustDomain: 'blue.example',
      rootCertificate: ROOT,
      rootExpiry: '2099-01-01T00:00:00Z',
    };
    const { report, said } = await run(primaryRemote(), {
      meshes: { blue },
      clusters: { east: cluster('east'), west: cluster('west') },
    });
    assert.equal(report.ok, false);
    assert.deepEqual(
      report.checks.flatMap(({ fail, id, pass }) => (fail === 0 && pass === 0 ? [] : [[id, pass, fail]])),
      [
        ['MW101', 0, 4],
        ['MW201', 0, 4],
        ['MW202', 1, 0],
        ['MW204', 1, 2],
        ['MW301', 0, 2],
        ['MW401', 0, 1],
        ['MW402', 0, 2],
        ['MW802', 0, 2],
        ['MW001', 0, 2],
      ],
    );
    assert.deepEqual(
      report.clusterDomains.map(({ cluster, domain }) => [cluster, domain]),
      [
        ['east', null],
        ['west', null],
      ],
    );
    assert.match(report.placeProblems[0]?.message ?? '', /https:\/\/127\.0\.0\.1:1 gave no answer to work with/);
    assert.deepEqual([report.services, report.imports, report.ingressRoutes], [[], [], []]);
    assert.deepEqual(
      report.diagnosis.map(({ failure }) => failure),
      ['cluster east', 'cluster west'],
    );
    assert.deepEqual(said, [
      'mesh blue: starting clients and servers in east, west',
      'mesh blue: calling',
      'mesh blue: calls are done',
      'removing clients and servers',
      'clients and servers are gone',
    ]);
  });

  it('asks from clusters in no mesh that use a service', async () => {
    const output = (service: string) => ({
      host: `${service}.shop.svc.cluster.local`,
      addresses: { east: ['10.0.0.1'] },
    });
    const { report } = await run(Example.find('s1-no-mesh')?.config() ?? {}, {
      services: { orders: output('orders'), catalog: output('catalog') },
    });
    assert.deepEqual(
      new Set(report.services.map(({ detail }) => detail)),
      new Set(['no client runs in the cluster that uses it']),
    );
    assert.deepEqual(
      report.placeProblems.map(({ place }) => place),
      [...new Set(report.services.map(({ consumer }) => consumer))],
    );
    assert.equal(report.ok, false);
  });

  it('refuses a stack in which nothing can be asked', async () => {
    const config = { ...Example.find('s1-no-mesh')?.config(), services: {} };
    await assert.rejects(
      run(config, {}),
      (error) => error instanceof CommandError && error.message.includes('nothing can be asked'),
    );
  });
});
