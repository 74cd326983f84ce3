import { strict as assert } from 'node:assert';
import { parse } from '../../../../model/problems/parse';
import { ruleProblems } from '../../../../model/rules/rules';
import { everyKey, pathsIn, withValueAt } from '../every-key';
import { primaryRemote, topologyOf } from '../specimen';

const WRONG = [null, 5, -1, 1.5, 1e9, 'two words', '', [], ['one'], ['one', 'one'], ['one', 'two', 'three'], {}, true];

/** All problems of shape that one wrong value somewhere makes. */
function* problems() {
  for (const path of pathsIn(everyKey()))
    for (const value of WRONG) yield parse(withValueAt(everyKey(), path, value)).problems;
}

describe('the expected value in a message', () => {
  it('is never said in the words of the library that checks it', () => {
    const expected = new Set([...problems()].flat().map((problem) => problem.expected));
    const foreign = /invalid|too (small|big)|expected|received|[<>]=?|record|tuple|unrecognized|schema/i;
    assert.deepEqual(
      [...expected].filter((text) => foreign.test(text)),
      [],
    );
  });

  it('is said once for each path', () => {
    for (const found of problems()) assert.equal(new Set(found.map(({ path }) => path)).size, found.length);
  });

  it('is a bound, a kind or an example', () => {
    const expectedAt = (path: string, value: unknown) =>
      parse(withValueAt(everyKey(), path.split('.'), value)).problems.map((problem) => problem.expected);
    assert.deepEqual(expectedAt('networks.net-east.gateway.port', 65536), ['a number, at most 65535']);
    assert.deepEqual(expectedAt('clusters.east.readerToken.generation', 0), ['a number, at least 1']);
    assert.deepEqual(expectedAt('services.orders.clusters', []), ['at least 1 entry']);
    assert.deepEqual(expectedAt('verify.image', ''), ['a text of at least 1 character']);
    assert.deepEqual(expectedAt('clusters.east.kubeconfig.path', []), [
      'a text. Default: the KUBECONFIG variable, else ~/.kube/config.',
    ]);
    assert.deepEqual(expectedAt('federations.blue-green.meshes', ['blue']), ['a list of two meshes']);
    assert.deepEqual(expectedAt('networks.net-east.gateway.hostname', '-'), [
      'a host name such as orders.example.org: lower-case letters, digits, hyphens, and dots between them; no IP address',
    ]);
  });

  it('has the meaning of the key, not the type alone', () => {
    const expectedAt = (path: string, value: unknown) =>
      parse(withValueAt(everyKey(), path.split('.'), value)).problems.map((problem) => problem.expected);
    assert.deepEqual(expectedAt('clusters.east.network', undefined), ['a text. The network that its pods are in.']);
    assert.deepEqual(expectedAt('clusters.east.kubeconfig', '~/.kube/config'), [
      'a mapping with path, context. The file of the kubeconfig.',
    ]);
    assert.deepEqual(expectedAt('clusters.east', null), ['a mapping with role, network, kubeconfig, state']);
    assert.deepEqual(expectedAt('services.orders.ports.http', 80), ['a mapping with port, targetPort, appProtocol']);
    assert.deepEqual(expectedAt('services.orders.clusters', 'east'), ['a list. The clusters that run its pods.']);
    for (const version of [1.31, undefined, 'v1.31.1'])
      assert.deepEqual(expectedAt('istio.version', version), ['an Istio release such as "1.31.1"']);
  });

  it('is a cluster where there is none: nothing has to be named or taken out for that', () => {
    const problem = ruleProblems(topologyOf({ ...primaryRemote(), clusters: {} }), {}).find(
      ({ path }) => path === 'meshwork:clusters',
    );
    assert.deepEqual(problem, { path: 'meshwork:clusters', found: 'no cluster', expected: 'at least one cluster' });
  });
});
