import { strict as assert } from 'node:assert';
import { parse } from '../../../../model/problems/parse';
import { ruleProblems } from '../../../../model/rules/rules';
import { primaryRemote, topologyOf } from '../specimen';

const SERVERS = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };

const POOL = { cluster: 'east', nodes: { labels: { pool: 'fast' } } };

interface Written {
  /** The pool `fast`, of cluster east. */
  readonly pool?: object;
  /** Further pools. */
  readonly pools?: object;
  /** The ingress gateway in cluster east. */
  readonly ingress?: object;
  readonly version?: string;
  /** Values of the gateway chart for the whole stack. */
  readonly stack?: object;
  readonly gatewayPool?: string;
}

function rawWith({ gatewayPool, ingress = { pool: 'fast' }, pool = {}, pools = {}, stack = {}, version }: Written) {
  const raw = primaryRemote();
  raw.istio = { version: version ?? '1.31.1', values: { gateway: stack } };
  if (gatewayPool !== undefined) raw.clusters['east'] = { ...raw.clusters['east'], gatewayPool };
  const nodePools = { fast: { ...POOL, ...pool }, ...pools };
  return { ...raw, nodePools, ingressGateways: { public: { cluster: 'east', ...ingress } } };
}

function problemsWith(written: Written) {
  return ruleProblems(topologyOf(rawWith(written)), SERVERS);
}

function shapesWith(pool: object) {
  const { problems } = parse(rawWith({ pool }));
  return problems.map(({ expected, found, path }) => [path.replace('meshwork:nodePools.fast.', ''), found, expected]);
}

describe('rules of node pools', () => {
  it('have nothing against pools with each accelerator, whoever makes the device plugin', () => {
    for (const pool of [
      {},
      { accelerator: 'cryptomb', privateKeyProvider: { fallback: false } },
      ...['existing', 'daemonSet', 'operator'].map((devicePlugin) => ({ accelerator: 'qat', devicePlugin })),
      { accelerator: 'qat', device: { generation: 'older', count: 2 }, privateKeyProvider: { pollDelay: '1.5ms' } },
      { accelerator: 'qat', nodes: { labels: { 'kubernetes.io/arch': 'amd64' } } },
    ])
      assert.deepEqual(problemsWith({ pool }), [], JSON.stringify(pool));
    assert.deepEqual(problemsWith({ gatewayPool: 'fast' }), []);
  });

  it('refuse a pool that names no node', () => {
    assert.deepEqual(shapesWith({ nodes: { labels: {} } }), [
      ['nodes.labels', 'an empty mapping', 'at least one label'],
    ]);
    assert.deepEqual(shapesWith({ nodes: {} }), [
      ['nodes.labels', 'nothing', 'a mapping. Labels that select the nodes.'],
    ]);
  });

  it('refuse a pool of a cluster that is in no mesh', () => {
    assert.deepEqual(problemsWith({ pool: { cluster: 'eats' }, ingress: {} }), [
      {
        path: 'meshwork:nodePools.fast.cluster',
        found: '"eats", which is no cluster of a mesh',
        expected: 'one of east, west',
        fix: 'Did you mean "east"?',
      },
    ]);
  });

  it('refuse a poll delay that Envoy would refuse, or that Istio would cut', () => {
    const range = 'at least "1ms", or Envoy refuses it, and less than "1s", because Istio drops whole seconds';
    const form = 'a time such as "2ms" or "0.5s"';
    for (const [pollDelay, expected] of [
      ['1s', range],
      ['1500ms', range],
      ['2s', range],
      ['999us', range],
      ['0ms', range],
      ['0.0009s', range],
      ['2', form],
      ['2 ms', form],
      ['1m', form],
    ] as const)
      assert.deepEqual(shapesWith({ accelerator: 'qat', privateKeyProvider: { pollDelay } }), [
        ['privateKeyProvider.pollDelay', `"${pollDelay}"`, expected],
      ]);
    for (const pollDelay of ['1ms', '1000us', '999ms', '0.5s'])
      assert.deepEqual(shapesWith({ accelerator: 'qat', privateKeyProvider: { pollDelay } }), []);
  });

  it('refuse settings of an accelerator that the pool does not have', () => {
    const problem = (key: string, found: string, expected: string) => ({
      path: `meshwork:nodePools.fast.${key}`,
      found,
      expected,
    });
    const qat = ['nothing, or `accelerator: qat`'] as const;
    assert.deepEqual(problemsWith({ pool: { device: {}, devicePlugin: 'operator', privateKeyProvider: {} } }), [
      problem('device', 'a setting of QAT, with accelerator none', ...qat),
      problem('devicePlugin', 'a setting of QAT, with accelerator none', ...qat),
      problem('privateKeyProvider', 'a setting of an accelerator, with accelerator none', 'nothing, or an accelerator'),
    ]);
    assert.deepEqual(problemsWith({ pool: { accelerator: 'cryptomb', device: { count: 2 } } }), [
      problem('device', 'a setting of QAT, with accelerator cryptomb', ...qat),
    ]);
    assert.deepEqual(problemsWith({ pool: { accelerator: 'qat', devicePluginImage: 'a/b:1' } }), [
      problem(
        'devicePluginImage',
        'an image, with a device plugin that exists',
        'nothing, or `devicePlugin: daemonSet` or `operator`',
      ),
    ]);
  });

  it('refuse nodes of another architecture for an accelerator, and for nothing else', () => {
    const nodes = { labels: { 'kubernetes.io/arch': 'arm64' } };
    assert.deepEqual(problemsWith({ pool: { nodes } }), []);
    for (const accelerator of ['qat', 'cryptomb'])
      assert.deepEqual(problemsWith({ pool: { nodes, accelerator } }), [
        {
          path: 'meshwork:nodePools.fast.nodes.labels.kubernetes.io/arch',
          found: `"arm64", with accelerator ${accelerator}`,
          expected: '"amd64"',
          fix: "Istio's proxy has the extension for x86-64 alone.",
        },
      ]);
  });

  it('refuse two device plugins of the stack on one node', () => {
    const pool = { accelerator: 'qat', devicePlugin: 'daemonSet' };
    const other = (labels: object, change: object = {}) => ({
      slow: { ...POOL, ...pool, nodes: { labels }, ...change },
    });
    assert.deepEqual(problemsWith({ pool, pools: other({ zone: 'a' }) }), [
      {
        path: 'meshwork:nodePools.slow.nodes.labels',
        found: 'labels that a node of pool fast may have as well, and both pools make a device plugin',
        expected: 'another value of a label that both pools name',
        fix: 'Two device plugins on one node would both claim its devices. Or set `devicePlugin: existing` for one of the pools.',
      },
    ]);
    assert.deepEqual(problemsWith({ pool, pools: other({ pool: 'slow' }) }), []);
    assert.deepEqual(problemsWith({ pool, pools: other({ zone: 'a' }, { cluster: 'west' }) }), []);
    assert.deepEqual(problemsWith({ pool, pools: other({ zone: 'a' }, { devicePlugin: 'existing' }) }), []);
  });

  for (const version of ['1.29.0', '1.29.4', '1.30.0', '1.30.0-rc.1'])
    it(`refuse QAT with Istio ${version}, whose proxy lacks it, and CryptoMB not`, () => {
      assert.deepEqual(problemsWith({ version, pool: { accelerator: 'cryptomb' } }), []);
      assert.deepEqual(problemsWith({ version, pool: { accelerator: 'qat' } }), [
        {
          path: 'meshwork:nodePools.fast.accelerator',
          found: `"qat", with Istio ${version}, whose proxy lacks the extension for QAT`,
          expected: 'Istio 1.30.1 or later, or a release of Istio 1.28',
          fix: 'Without the extension, Envoy refuses the certificates of the gateway, and `fallback` does not help.',
        },
      ]);
    });

  for (const version of ['1.28.9', '1.30.1', '1.30.3', '1.31.0', '1.32.0'])
    it(`accept QAT with Istio ${version}`, () => {
      assert.deepEqual(problemsWith({ version, pool: { accelerator: 'qat' } }), []);
    });
});

describe('rules of the node pool of a gateway', () => {
  const WEST = { far: { ...POOL, cluster: 'west' } };

  for (const [what, written, path] of [
    ['an ingress gateway', (pool: string) => ({ ingress: { pool } }), 'meshwork:ingressGateways.public.pool'],
    [
      'an east-west gateway',
      (gatewayPool: string) => ({ gatewayPool, ingress: {} }),
      'meshwork:clusters.east.gatewayPool',
    ],
  ] as const) {
    it(`refuse ${what} in a pool that is not there`, () => {
      assert.deepEqual(problemsWith(written('fats')), [
        {
          path,
          found: '"fats", which is no node pool of cluster east',
          expected: 'one of fast',
          fix: 'Did you mean "fast"?',
        },
      ]);
    });

    it(`refuse ${what} in a pool of another cluster`, () => {
      assert.deepEqual(problemsWith({ ...written('far'), pools: WEST }), [
        {
          path,
          found: '"far", a node pool of cluster west',
          expected: 'a node pool of cluster east: one of fast',
        },
      ]);
    });
  }

  for (const accelerator of ['qat', 'cryptomb'])
    it(`refuse an east-west gateway in a pool with ${accelerator}, and say why`, () => {
      assert.deepEqual(problemsWith({ gatewayPool: 'fast', pool: { accelerator } }), [
        {
          path: 'meshwork:clusters.east.gatewayPool',
          found: `"fast", a node pool with ${accelerator}`,
          expected: 'a node pool without an accelerator',
          fix:
            'An east-west gateway passes TLS through to the workloads, so that it has no private-key work to speed up. ' +
            'Ingress gateways, which terminate TLS, may name the pool.',
        },
      ]);
    });

  it('refuse a placement on other nodes than those of the pool', () => {
    assert.deepEqual(
      problemsWith({ ingress: { pool: 'fast', placement: { nodeSelector: { pool: 'slow', zone: 'a' } } } }),
      [
        {
          path: 'meshwork:ingressGateways.public.placement.nodeSelector.pool',
          found: '"slow", and the nodes of pool fast have "fast"',
          expected: 'the same value, or another label',
        },
      ],
    );
  });

  it('refuse chart values of the gateway that its pool decides', () => {
    const beside = (value: string) => ({
      path: `meshwork:ingressGateways.public.values.${value}`,
      found: 'a value beside meshwork:ingressGateways.public.pool, which decides the same',
      expected: 'one of the two',
    });
    const values = {
      nodeSelector: { other: 'x' },
      tolerations: [],
      podAnnotations: { 'proxy.istio.io/config': 'a', 'example.org/b': 'c' },
      resources: { limits: { 'qat.intel.com/cy': '2', cpu: '8' } },
    };
    assert.deepEqual(problemsWith({ ingress: { pool: 'fast', values } }), [beside('nodeSelector.other')]);
    assert.deepEqual(problemsWith({ ingress: { pool: 'fast', values }, pool: { accelerator: 'qat' } }), [
      beside('nodeSelector.other'),
      beside('podAnnotations.proxy.istio.io/config'),
      beside('resources.limits.qat.intel.com/cy'),
    ]);
  });

  it('refuse settings of the proxy for every gateway that the pool of one would replace', () => {
    const stack = { podAnnotations: { 'proxy.istio.io/config': 'concurrency: 2' } };
    assert.deepEqual(problemsWith({ stack }), []);
    assert.deepEqual(problemsWith({ stack, pool: { accelerator: 'cryptomb' } }), [
      {
        path: 'meshwork:istio.values.gateway.podAnnotations.proxy.istio.io/config',
        found: 'settings of the proxy for every gateway, and ingress gateway public has others by its node pool',
        expected: 'settings in `meshwork:istio.values.istiod.meshConfig.defaultConfig`, which both add to',
      },
    ]);
  });
});
