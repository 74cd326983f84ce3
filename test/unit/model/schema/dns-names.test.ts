import { strict as assert } from 'node:assert';
import { parse } from '../../../../model/problems/parse';
import { federated, primaryRemote } from '../specimen';

/** As long as DNS allows: 253 characters. */
const LONGEST = `${'a.'.repeat(126)}a`;

describe('DNS names in a configuration', () => {
  for (const [what, domain, right] of [
    ['one label', 'cluster', true],
    ['several labels', 'blue-1.example', true],
    ['as many characters as DNS allows', LONGEST, true],
    ['more', `${LONGEST}a`, false],
    ['an empty label', 'blue..example', false],
    ['a label that starts with a hyphen', 'blue.-example', false],
    ['a label of 64 characters', `${'b'.repeat(64)}.example`, false],
    ['a final dot', 'blue.example.', false],
    ['an upper-case letter', 'blue.Example', false],
  ] as const)
    it(`are ${right ? '' : 'not '}trust domains with ${what}`, () => {
      const paths = parse({ ...primaryRemote(), meshes: { blue: { trustDomain: domain } } }).problems.map(
        ({ path }) => path,
      );
      assert.deepEqual(paths, right ? [] : ['meshwork:meshes.blue.trustDomain']);
    });

  for (const [host, right] of [
    ['orders.example', true],
    ['orders.1.x-1', true],
    ['orders', false],
    ['localhost', false],
    ['10.0.0.1', false],
    ['orders.example.', false],
    ['a.svc.cluster.LOCAL', false],
    [`${LONGEST}a`, false],
  ] as const)
    it(`are ${right ? '' : 'not '}host names of exports, routes and gateways as "${host.slice(0, 20)}"`, () => {
      const raw = federated();
      raw.networks['shared'] = { gateway: { address: 'hostname', hostname: host } };
      raw.federations['blue-green'] = { meshes: ['blue', 'green'], exports: { orders: { host } } };
      const routes = { orders: { hosts: [host], service: 'orders' } };
      const paths = parse({ ...raw, ingressGateways: { front: { cluster: 'east', routes } } }).problems.map(
        ({ path }) => path,
      );
      const wrong = [
        'meshwork:ingressGateways.front.routes.orders.hosts.0',
        'meshwork:networks.shared.gateway.hostname',
        'meshwork:federations.blue-green.exports.orders.host',
      ];
      assert.deepEqual(paths.sort(), right ? [] : wrong.sort());
    });
});
