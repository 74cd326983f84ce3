import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { primaryRemote, topologyOf } from '../specimen';

const REACHABLE = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

type Raw = ReturnType<typeof primaryRemote>;

/** Paths of the problems of a configuration in which one thing is changed. */
function pathsAfter(change: (raw: Raw) => void, servers: Record<string, string> = REACHABLE): string[] {
  const raw = primaryRemote();
  change(raw);
  return ruleProblems(topologyOf(raw), servers)
    .map(({ path }) => path)
    .sort();
}

describe('rules', () => {
  it('have nothing against primary-remote over two networks', () => {
    assert.deepEqual(
      pathsAfter(() => undefined),
      [],
    );
  });

  it('want a mesh and a network that exist', () => {
    const paths = pathsAfter((raw) => {
      raw.clusters['west'] = { mesh: 'blu', network: 'net-wets', role: 'primary' };
    });
    assert.deepEqual(paths, ['meshwork:clusters.west.mesh', 'meshwork:clusters.west.network']);
  });

  for (const [what, primary] of [
    ['does not exist', 'eats'],
    ['is itself a remote', 'west'],
    ['is in another mesh', 'far'],
  ] as const) {
    it(`refuse a primary that ${what}`, () => {
      const paths = pathsAfter((raw) => {
        raw.meshes['red'] = {};
        raw.clusters['far'] = { mesh: 'red', network: 'net-east', role: 'primary' };
        raw.clusters['west'] = { ...raw.clusters['west'], primary };
      });
      assert.deepEqual(paths, ['meshwork:clusters.west.primary']);
    });
  }

  it('let a cluster stand alone, without a mesh and without Istio', () => {
    const raw = { networks: { lan: {} }, clusters: { one: { role: 'standalone', network: 'lan' } } };
    assert.deepEqual(ruleProblems(topologyOf(raw), {}), []);
  });

  it('want to know which Istio as soon as a cluster is in a mesh', () => {
    const raw = { ...primaryRemote(), istio: undefined };
    assert.deepEqual(
      ruleProblems(topologyOf(raw), REACHABLE).map(({ path }) => path),
      ['meshwork:istio'],
    );
  });

  for (const [what, signer] of [
    ['is not among the roots', 'old'],
    ['is not named, and there are two', undefined],
  ] as const) {
    it(`refuse a signer that ${what}`, () => {
      const paths = pathsAfter((raw) => {
        raw.meshes['blue'] = { roots: { root: {}, next: {} }, signer };
      });
      assert.deepEqual(paths, ['meshwork:meshes.blue.signer']);
    });
  }

  it('refuse two clusters with one ID, on both', () => {
    const paths = pathsAfter((raw) => {
      raw.clusters['east'] = { ...raw.clusters['east'], clusterId: 'west' };
    });
    assert.deepEqual(paths, ['meshwork:clusters.east.clusterId', 'meshwork:clusters.west.clusterId']);
  });

  it('refuse two meshes with one ID', () => {
    const paths = pathsAfter((raw) => {
      raw.meshes['red'] = { meshId: 'blue' };
      raw.clusters['far'] = { mesh: 'red', network: 'net-east', role: 'primary' };
    });
    assert.deepEqual(paths, ['meshwork:meshes.blue.meshId', 'meshwork:meshes.red.meshId']);
  });

  it('refuse networks and meshes that nobody is in', () => {
    const paths = pathsAfter((raw) => {
      raw.networks['net-far'] = {};
      raw.meshes['red'] = {};
    });
    assert.deepEqual(paths, ['meshwork:meshes.red', 'meshwork:networks.net-far']);
  });

  for (const server of [
    'https://127.0.0.1:6443',
    'https://localhost:6443',
    'https://[::1]:6443',
    'https://127.8.0.1',
  ]) {
    it(`refuse ${server} where another cluster has to reach it`, () => {
      assert.deepEqual(
        pathsAfter(() => undefined, { ...REACHABLE, west: server }),
        ['meshwork:clusters.west.apiServer.server'],
      );
    });
  }

  it('accept a loopback API server that nobody else has to reach', () => {
    assert.deepEqual(
      pathsAfter(() => undefined, { ...REACHABLE, east: 'https://127.0.0.1:6443' }),
      [],
    );
  });

  it('accept a loopback API server with another address for the others, and refuse a loopback one', () => {
    const servers = { ...REACHABLE, west: 'https://127.0.0.1:6443' };
    const withServer = (server: string) => (raw: Raw) => {
      raw.clusters['west'] = { ...raw.clusters['west'], apiServer: { server } };
    };
    assert.deepEqual(pathsAfter(withServer('https://api.west.example'), servers), []);
    assert.deepEqual(pathsAfter(withServer('https://localhost:1'), servers), [
      'meshwork:clusters.west.apiServer.server',
    ]);
  });

  for (const [chart, values, key] of [
    ['istiod', { global: { meshID: 'x' } }, 'global.meshID'],
    ['istiod', { global: { multiCluster: { clusterName: 'x' } } }, 'global.multiCluster.clusterName'],
    ['istiod', { pilot: { env: { ISTIO_MULTIROOT_MESH: 'false' } } }, 'pilot.env.ISTIO_MULTIROOT_MESH'],
    ['istiod', { global: { caAddress: 'ca.example:443' } }, 'global.caAddress'],
    ['istiod', { pilot: { env: { ENABLE_CA_SERVER: 'false' } } }, 'pilot.env.ENABLE_CA_SERVER'],
    ['istiod', { meshConfig: { trustDomainAliases: ['x'] } }, 'meshConfig.trustDomainAliases'],
    ['istiod', { istiodRemote: null }, 'istiodRemote'],
    ['istiod', { revision: 'canary' }, 'revision'],
    ['istiod', { _internal_defaults_do_not_set: { env: {} } }, '_internal_defaults_do_not_set.env'],
    ['istiod', { meshConfig: { rootNamespace: 'x' } }, 'meshConfig.rootNamespace'],
    ['istiod', { meshConfig: { defaultConfig: { meshId: 'x' } } }, 'meshConfig.defaultConfig.meshId'],
    ['istiod', { global: { proxy: { clusterDomain: 'corp.local' } } }, 'global.proxy.clusterDomain'],
    ['istiod', { env: { CLUSTER_ID: 'x' } }, 'env.CLUSTER_ID'],
    ['gateway', { networkGateway: 'x' }, 'networkGateway'],
    ['gateway', { service: { type: 'NodePort' } }, 'service.type'],
    ['gateway', { global: { service: { type: 'NodePort' } } }, 'global.service.type'],
    ['gateway', { global: { name: 'x' } }, 'global.name'],
    ['gateway', { global: { networkPolicy: { enabled: true } } }, 'global.networkPolicy.enabled'],
    ['gateway', { labels: { 'topology.istio.io/network': 'x' } }, 'labels.topology.istio.io/network'],
    ['base', { defaultRevision: 'x' }, 'defaultRevision'],
  ] as const) {
    it(`refuse ${key} of the ${chart} chart, which the plan owns`, () => {
      const stackWide = pathsAfter((raw) => {
        raw.istio['values'] = { [chart]: values };
      });
      assert.deepEqual(stackWide, [`meshwork:istio.values.${chart}.${key}`]);
      const ofCluster = pathsAfter((raw) => {
        raw.clusters['east'] = { ...raw.clusters['east'], values: { [chart]: values } };
      });
      assert.deepEqual(ofCluster, [`meshwork:clusters.east.values.${chart}.${key}`]);
    });
  }

  it('refuse a value in place of a mapping with one that the plan owns, but no empty mapping, which sets nothing', () => {
    const raw = primaryRemote();
    raw.istio['values'] = { istiod: { env: 'x', meshConfig: {} }, gateway: { labels: {} } };
    assert.deepEqual(
      ruleProblems(topologyOf(raw), REACHABLE).map(({ path, found }) => [path, found]),
      [
        [
          'meshwork:istio.values.istiod.env',
          'a value in place of the mapping with env.CLUSTER_ID, which the plan owns',
        ],
      ],
    );
  });

  it('leave other values to the user', () => {
    const values = {
      istiod: { env: { PILOT_TRACE_SAMPLING: '1' }, resources: {} },
      gateway: { nodeSelector: { pool: 'edge' }, global: { priorityClassName: 'edge' }, labels: { tier: 'edge' } },
    };
    assert.deepEqual(
      pathsAfter((raw) => void (raw.istio['values'] = values)),
      [],
    );
  });

  it('refuse replicas beside an autoscaler, also when the two come from different places', () => {
    const replicas = (raw: Raw) => {
      raw.clusters['east'] = {
        ...raw.clusters['east'],
        values: { istiod: { replicaCount: 3 }, gateway: { replicaCount: 2 } },
      };
    };
    assert.deepEqual(pathsAfter(replicas), [
      'meshwork:clusters.east.values.gateway.replicaCount',
      'meshwork:clusters.east.values.istiod.replicaCount',
    ]);
    const withoutAutoscalers = (raw: Raw) => {
      replicas(raw);
      raw.istio['values'] = { istiod: { autoscaleEnabled: false }, gateway: { autoscaling: { enabled: false } } };
    };
    assert.deepEqual(pathsAfter(withoutAutoscalers), []);
  });

  it('see replicas and autoscalers where charts take them from, too', () => {
    const values = (istiod: object, gateway: object) =>
      pathsAfter((raw) => {
        raw.istio['values'] = { istiod, gateway };
        raw.clusters['west'] = { mesh: 'blue', network: 'net-west', role: 'primary' };
      });
    const off = {
      istiod: { pilot: { autoscaleEnabled: false } },
      gateway: { global: { autoscaling: { enabled: false } } },
    };
    const replicas = { istiod: { pilot: { replicaCount: 3 } }, gateway: { global: { replicaCount: 2 } } };
    assert.deepEqual(values(replicas.istiod, off.gateway), [
      'meshwork:clusters.east.values.istiod.replicaCount',
      'meshwork:clusters.west.values.istiod.replicaCount',
    ]);
    assert.deepEqual(values(off.istiod, replicas.gateway), [
      'meshwork:clusters.east.values.gateway.replicaCount',
      'meshwork:clusters.west.values.gateway.replicaCount',
    ]);
    assert.deepEqual(values({ replicaCount: 3, ...off.istiod }, { replicaCount: 2, ...off.gateway }), []);
  });

  it('refuse an intermediate that outlives its root or is always due', () => {
    const paths = pathsAfter((raw) => {
      raw.meshes['blue'] = {
        roots: { root: { generate: { validityDays: 365 } } },
        intermediates: { validityDays: 365, renewBeforeDays: 365 },
      };
    });
    assert.deepEqual(paths, [
      'meshwork:meshes.blue.intermediates.renewBeforeDays',
      'meshwork:meshes.blue.intermediates.validityDays',
    ]);
  });

  it('refuse an Istio whose charts are too old', () => {
    assert.deepEqual(
      pathsAfter((raw) => void (raw.istio['version'] = '1.27.4')),
      ['meshwork:istio.version'],
    );
  });
});
