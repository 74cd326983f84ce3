import { strict as assert } from 'node:assert';
import { parse } from '../../../../model/problems/parse';
import { noMesh } from '../specimen';

describe('names that Kubernetes takes', () => {
  const orders = noMesh().services['orders'] ?? {};
  const pathsWith = (change: object) =>
    parse({ ...noMesh(), services: { orders: { ...orders, ...change } } }).problems.map(({ path }) =>
      path.replace('meshwork:services.orders.', ''),
    );

  for (const [targetPort, right] of [
    ['http', true],
    ['http-2', true],
    ['a23456789012345', true],
    ['a234567890123456', false],
    ['8080', false],
    ['a--b', false],
    ['http-', false],
  ] as const)
    it(`${right ? 'have' : 'do not have'} "${targetPort}" among those of container ports`, () => {
      assert.deepEqual(
        pathsWith({ ports: { http: { port: 80, targetPort } } }),
        right ? [] : ['ports.http.targetPort'],
      );
    });

  for (const [key, value, path] of [
    ['app', 'Orders_1.0', undefined],
    ['app.kubernetes.io/name', '', undefined],
    ['app', 'two words', 'selector.app'],
    ['app', '-orders', 'selector.app'],
    ['app', 'o'.repeat(64), 'selector.app'],
    ['a b', 'orders', 'selector.a b'],
    ['App.Example/name', 'orders', 'selector.App.Example/name'],
    ['a/b/c', 'orders', 'selector.a/b/c'],
  ] as const)
    it(`${path === undefined ? 'have' : 'do not have'} "${key}: ${value}" among labels`, () => {
      assert.deepEqual(pathsWith({ selector: { [key]: value } }), path === undefined ? [] : [path]);
    });
});
