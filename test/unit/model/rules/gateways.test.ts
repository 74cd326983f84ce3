import { strict as assert } from 'node:assert';
import { ruleProblems } from '../../../../model/rules/rules';
import { primaryRemote, topologyOf } from '../specimen';

const REACHABLE = { east: 'https://10.0.0.1:6443', west: 'https://10.0.0.2:6443' };
const NODE_PORTS = { tls: 31443, istiod: 31012, webhook: 31017 };
const STATIC = { address: '203.0.113.7', ports: NODE_PORTS };

/** Paths of the problems below `meshwork:networks`, with these gateways in the networks of a primary and its remote. */
function pathsWith(
  east: object,
  west: object = {},
  change: (raw: ReturnType<typeof primaryRemote>) => unknown = () => undefined,
) {
  const raw = primaryRemote();
  raw.networks = { 'net-east': { gateway: east }, 'net-west': { gateway: west } };
  change(raw);
  return ruleProblems(topologyOf(raw), REACHABLE)
    .map(({ path }) => path.replace('meshwork:networks.', ''))
    .sort();
}

describe('rules of gateways', () => {
  for (const [what, gateway] of [
    ['a host name that is known', { address: 'hostname', hostname: 'istiod.example.org' }],
    ['a static address', { static: STATIC }],
    ['several static addresses', { static: { ...STATIC, address: ['203.0.113.7', '198.51.100.7'] } }],
    ['a static address before host names', { address: 'hostname', static: STATIC }],
    ['a static address before ports of nodes', { service: 'nodePort', nodePorts: NODE_PORTS, static: STATIC }],
    ['another port', { port: 443 }],
  ] as const)
    it(`let a remote reach its primary by ${what}`, () => {
      assert.deepEqual(pathsWith(gateway), []);
    });

  for (const [what, gateway, path] of [
    ['a load balancer whose host name is not known', { address: 'hostname' }, 'net-east.gateway.hostname'],
    [
      'a static host name',
      { static: { ...STATIC, address: ['203.0.113.7', 'gateways.example.org'] } },
      'net-east.gateway.static.address',
    ],
    ['ports of nodes without an address that stays', { service: 'nodePort' }, 'net-east.gateway.static'],
    [
      'ports of nodes without an address that stays, known ports or not',
      { service: 'nodePort', nodePorts: NODE_PORTS },
      'net-east.gateway.static',
    ],
  ] as const)
    it(`refuse a remote whose primary is behind ${what}`, () => {
      assert.deepEqual(pathsWith(gateway), [path]);
    });

  it('let gateways that no remote depends on have a host name or ports of nodes alone', () => {
    assert.deepEqual(pathsWith({}, { address: 'hostname' }), []);
    assert.deepEqual(pathsWith({}, { service: 'nodePort' }), []);
    assert.deepEqual(pathsWith({}, { service: 'nodePort', nodePorts: NODE_PORTS }), []);
  });

  for (const [what, gateway] of [
    ['a host name', { address: 'hostname', hostname: 'istiod.example.org' }],
    ['a static address', { static: STATIC }],
    ['another port', { port: 443 }],
  ] as const)
    it(`let a network have ${what} before a remote or a second network uses it`, () => {
      const alone = (raw: ReturnType<typeof primaryRemote>) => {
        raw.networks = { 'net-east': { gateway } };
        delete raw.clusters['west'];
      };
      assert.deepEqual(pathsWith({}, {}, alone), []);
    });

  for (const [what, gateway, path] of [
    ['the yield of a load balancer that is not there', { service: 'nodePort', address: 'hostname' }, 'address'],
    ['a host name where the load balancer yields an address', { hostname: 'a.example' }, 'hostname'],
    ['a host name beside a static address', { address: 'hostname', hostname: 'a.example', static: STATIC }, 'hostname'],
    ['ports of nodes behind a load balancer', { nodePorts: NODE_PORTS }, 'nodePorts'],
    ['a static address that leads to unknown ports of nodes', { service: 'nodePort', static: STATIC }, 'nodePorts'],
    ['another port beside a static one', { port: 443, static: STATIC }, 'port'],
    ['a port that the gateway needs itself', { port: 15012 }, 'port'],
    ['a port of nodes twice', { service: 'nodePort', nodePorts: { ...NODE_PORTS, tls: 31012 } }, 'nodePorts'],
    ['a static port twice', { static: { ...STATIC, ports: { tls: 15012 } } }, 'static.ports'],
  ] as const)
    it(`refuse ${what}`, () => {
      assert.deepEqual(pathsWith({}, gateway), [`net-west.gateway.${path}`]);
    });

  for (const [key, value] of [
    ['class', 'cloud.example/lb'],
    ['internal', true],
    ['internal', false],
    ['sourceRanges', ['10.0.0.0/8']],
  ] as const)
    it(`refuse ${key}: ${String(value)} of a load balancer before ports of nodes`, () => {
      const loadBalancer = { [key]: value, annotations: { 'traffic.istio.io/nodeSelector': '{}' } };
      assert.deepEqual(pathsWith({}, { service: 'nodePort', loadBalancer }), [`net-west.gateway.loadBalancer.${key}`]);
      assert.deepEqual(pathsWith({}, { loadBalancer }), []);
    });

  it('refuse another port with charts that cannot set it', () => {
    const old = (raw: ReturnType<typeof primaryRemote>) => {
      raw.istio['version'] = '1.29.4';
    };
    assert.deepEqual(pathsWith({}, { port: 443 }, old), ['net-west.gateway.port']);
    assert.deepEqual(pathsWith({}, {}, old), []);
  });
});
