import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { federated, topologyOf } from '../specimen';

type Raw = ReturnType<typeof federated>;

/** Paths of the problems of a configuration in which one thing is changed. */
function pathsAfter(change: (raw: Raw) => void): string[] {
  const raw = federated();
  change(raw);
  return ruleProblems(topologyOf(raw), {})
    .map(({ path }) => path)
    .sort();
}

/** Changes the federation of the specimen. */
function federation(raw: Raw, changes: Record<string, unknown>): void {
  raw.federations['blue-green'] = { ...raw.federations['blue-green'], ...changes };
}

const AT = 'meshwork:federations.blue-green';

describe('rules for federations', () => {
  it('have nothing against two meshes in one network', () => {
    assert.deepEqual(
      pathsAfter(() => undefined),
      [],
    );
  });

  for (const [what, meshes] of [
    ['a mesh with itself', ['blue', 'blue']],
    ['a mesh that is not there', ['blue', 'grene']],
  ] as const) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(
        pathsAfter((raw) => federation(raw, { meshes })),
        [`${AT}.meshes`],
      );
    });
  }

  it('refuse two federations of one pair, in whatever order they name it', () => {
    const paths = pathsAfter((raw) => {
      raw.federations['again'] = { meshes: ['green', 'blue'] };
    });
    assert.deepEqual(paths, [`${AT}.meshes`, 'meshwork:federations.again.meshes'].sort());
  });

  it('refuse one trust domain with two roots unless it is meant so, and saying so where it is not', () => {
    const same = (raw: Raw) => {
      raw.meshes['green'] = { trustDomain: 'blue.example' };
    };
    assert.deepEqual(pathsAfter(same), [`${AT}.sharedTrustDomain`]);
    assert.deepEqual(
      pathsAfter((raw) => {
        same(raw);
        federation(raw, { sharedTrustDomain: true });
      }),
      [],
    );
    assert.deepEqual(
      pathsAfter((raw) => federation(raw, { sharedTrustDomain: true })),
      [`${AT}.sharedTrustDomain`],
    );
  });

  describe('of two meshes with one trust domain that a third one trusts', () => {
    const meeting = (more: (raw: Raw) => void) =>
      pathsAfter((raw) => {
        raw.meshes['red'] = { trustDomain: 'blue.example' };
        raw.clusters['north'] = { mesh: 'red', network: 'shared', role: 'primary' };
        raw.federations['green-red'] = { meshes: ['red', 'green'] };
        more(raw);
      });

    it('refuse them: the third cannot tell them apart', () => {
      assert.deepEqual(
        meeting(() => undefined),
        ['meshwork:meshes.red.trustDomain'],
      );
    });

    for (const [what, change] of [
      ['have different ones', (raw) => (raw.meshes['red'] = { trustDomain: 'red.example' })],
      ['trust the third in turn, one after the other', (raw) => federation(raw, { trust: 'withdrawn' })],
      [
        'say themselves that they share it',
        (raw) =>
          (raw.federations['blue-red'] = { meshes: ['blue', 'red'], sharedTrustDomain: true, trust: 'withdrawn' }),
      ],
    ] as const satisfies readonly (readonly [string, (raw: Raw) => unknown])[])
      it(`take them where they ${what}`, () => {
        assert.deepEqual(meeting(change), []);
      });
  });

  it('refuse an export of a service that is not declared', () => {
    assert.deepEqual(
      pathsAfter((raw) => federation(raw, { exports: { order: {} } })),
      [`${AT}.exports.order`],
    );
  });

  it('refuse an export of a service that no cluster of the two meshes declares', () => {
    const paths = pathsAfter((raw) => {
      raw.meshes['red'] = { trustDomain: 'red.example' };
      raw.clusters['north'] = { mesh: 'red', network: 'shared', role: 'primary' };
      raw.services['orders'] = { ...raw.services['orders'], clusters: ['north'] };
    });
    assert.deepEqual(paths, [`${AT}.exports.orders`]);
  });

  it('want to know who exports a service that both meshes run, and that it runs there', () => {
    const inBoth = (raw: Raw) => {
      raw.services['orders'] = { ...raw.services['orders'], clusters: ['east', 'west'] };
    };
    assert.deepEqual(pathsAfter(inBoth), [`${AT}.exports.orders`]);
    assert.deepEqual(
      pathsAfter((raw) => {
        inBoth(raw);
        federation(raw, { exports: { orders: { from: 'blue' }, stock: { from: 'blue' } } });
      }),
      [`${AT}.exports.stock.from`],
    );
  });

  it('refuse an export without identities', () => {
    const paths = pathsAfter((raw) => {
      raw.services['orders'] = { ...raw.services['orders'], serviceAccounts: [] };
    });
    assert.deepEqual(paths, ['meshwork:services.orders.serviceAccounts']);
  });

  it('refuse exports to a mesh whose sidecars do not answer DNS', () => {
    const paths = pathsAfter((raw) => {
      raw.meshes['green'] = { ...raw.meshes['green'], dns: 'stubs' };
      federation(raw, { exports: { orders: {} } });
    });
    assert.deepEqual(paths, ['meshwork:meshes.green.dns']);
    assert.deepEqual(
      pathsAfter((raw) => {
        raw.meshes['green'] = { ...raw.meshes['green'], dns: 'stubs' };
        federation(raw, { exports: { stock: {} } });
      }),
      [],
    );
  });

  it('refuse exports behind node ports without an address, also where the ports are fixed', () => {
    const paths = (settings: object) =>
      pathsAfter((raw) => {
        raw.clusters['west'] = { ...raw.clusters['west'], network: 'other' };
        raw.networks['other'] = {};
        raw.networks['shared'] = { gateway: { service: 'nodePort', ...settings } };
        federation(raw, { exports: { orders: {} } });
      });
    const nodePorts = { tls: 30443, istiod: 30012, webhook: 30017 };
    assert.deepEqual(paths({}), ['meshwork:networks.shared.gateway.static']);
    assert.deepEqual(paths({ nodePorts }), ['meshwork:networks.shared.gateway.static']);
    assert.deepEqual(paths({ nodePorts, static: { address: '192.0.2.1', ports: nodePorts } }), []);
  });

  for (const host of [
    'orders.shop.svc.cluster.local',
    'api.local',
    'orders.shop.svc',
    'orders.shop',
    'stock.store',
    'kubernetes.default',
    'istiod.istio-system',
  ])
    it(`refuse ${host}, which means something in clusters already`, () => {
      assert.deepEqual(
        pathsAfter((raw) => federation(raw, { exports: { orders: { host } } })),
        [`${AT}.exports.orders.host`],
      );
    });

  it('refuse two services under one host', () => {
    const paths = pathsAfter((raw) => {
      raw.services['returns'] = { ...raw.services['orders'] };
      federation(raw, { exports: { orders: { host: 'shop.example' }, returns: { host: 'shop.example' } } });
    });
    assert.deepEqual(paths, [`${AT}.exports.orders.host`, `${AT}.exports.returns.host`]);
  });

  it('let both meshes have a service under one host: each sees the other’s', () => {
    assert.deepEqual(
      pathsAfter((raw) =>
        federation(raw, { exports: { orders: { host: 'a.example' }, stock: { host: 'a.example' } } }),
      ),
      [],
    );
  });
});
