import { strict as assert } from 'node:assert';
import type { KubeconfigCluster } from '../../../../model/kubeconfig/kubeconfig-cluster';
import { apiServerProblems, kubeconfigFieldProblems } from '../../../../model/rules/api-servers';
import { primaryRemote, topologyOf } from '../specimen';

const WEST = 'meshwork:clusters.west.apiServer';

/** Problems of S3, whose primary watches `west`, with an API server of `west` as its kubeconfig and config describe it. */
function problemsWith(cluster: Partial<KubeconfigCluster>, apiServer: Record<string, unknown> = {}) {
  const raw = primaryRemote();
  raw.clusters['west'] = { ...raw.clusters['west'], apiServer };
  const west = { server: 'https://west.example', ...cluster };
  // Every field of it holds for `east` too, which no istiod watches.
  const clusters = { east: west, west };
  const topology = topologyOf(raw);
  return [
    ...apiServerProblems(topology, { east: west.server, west: west.server }),
    ...kubeconfigFieldProblems(topology, clusters),
  ];
}

describe('API servers that other clusters have to reach', () => {
  for (const host of [
    'localhost.',
    'localhost.localdomain',
    'a.localhost',
    'kubernetes.docker.internal',
    'host.docker.internal',
    'HOST.docker.internal',
    'control-plane.minikube.internal',
    '127.1',
    '[::ffff:127.0.0.1]',
  ])
    it(`are refused at ${host}, which means the machine itself`, () => {
      assert.deepEqual(problemsWith({ server: `https://${host}:6443` }), [
        {
          path: `${WEST}.server`,
          found: `https://${host}:6443, from the kubeconfig`,
          expected: 'an address that the istiods of other clusters can reach',
          fix: `Set ${WEST}.server to the address that other clusters use.`,
        },
      ]);
    });

  it('are refused at a path, where management proxies are', () => {
    const server = 'https://rancher.example/k8s/clusters/c-m-1';
    const problem = {
      path: `${WEST}.server`,
      expected: 'the address of an API server, without a path',
      fix: `Set ${WEST}.server to the address of the API server itself: a management proxy at a path takes no service account token, which is all that istiods have.`,
    };
    assert.deepEqual(problemsWith({ server }), [{ ...problem, found: `${server}, from the kubeconfig` }]);
    assert.deepEqual(problemsWith({}, { server }), [{ ...problem, found: server }]);
    for (const one of ['https://west.example/', 'https://west.example:8443'])
      assert.deepEqual(problemsWith({ server }, { server: one }), []);
  });

  it('are refused without verification, unless config says what there is to verify', () => {
    assert.deepEqual(problemsWith({ insecure: true }), [
      {
        path: `${WEST}.certificateAuthority`,
        found: 'insecure-skip-tls-verify in the kubeconfig',
        expected: 'a certificate that istiods of other clusters can verify: they send a token',
        fix: `Set ${WEST}.certificateAuthority to the authority of the certificate, or ${WEST}.tlsServerName to the name in it.`,
      },
    ]);
    for (const said of [{ tlsServerName: 'kubernetes' }, { server: 'https://10.0.0.1' }])
      assert.deepEqual(problemsWith({ insecure: true }, said), []);
  });

  it('are refused behind a proxy on the machine itself, and no password of it is shown', () => {
    const problem = {
      path: `${WEST}.proxyUrl`,
      expected: 'a proxy that the istiods of other clusters can reach',
      fix: `Set ${WEST}.proxyUrl to that proxy, or ${WEST}.server if istiods need none.`,
    };
    for (const proxyUrl of ['http://user:very-secret@localhost:3128', 'socks5://127.0.0.1:1080', 'https://[::1]:1'])
      assert.deepEqual(problemsWith({ proxyUrl }), [
        { ...problem, found: 'a proxy-url in the kubeconfig that means the machine itself' },
      ]);
    const proxyUrl = 'http://localhost:3128';
    assert.deepEqual(problemsWith({}, { proxyUrl }), [{ ...problem, found: proxyUrl }]);
    for (const said of [{ server: 'https://10.0.0.1' }, { proxyUrl: 'http://10.0.0.1:3128' }])
      assert.deepEqual(problemsWith({ proxyUrl }, said), []);
  });
});
