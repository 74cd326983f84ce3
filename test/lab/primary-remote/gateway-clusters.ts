import { strict as assert } from 'node:assert';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import type { IngressGatewayOutput, MeshworkOutputs } from '../../../outputs/contract';
import { applyObjects } from '../apply';
import { authorityFile } from '../examples/front-https';
import { requestOverTls } from '../lab/tls-request';
import { netexecPod, netexecService } from '../netexec-pod';
import type { Stack } from '../stack';

const NAMESPACE = 'front-shop';
const HOST = 'shop.example';
const LONGEST_WAIT = 180_000;

/** An ingress gateway stands in a remote, and then in its primary too. */
export function showsGatewayInSeveralClusters(lab: () => Lab, stack: () => Stack): void {
  let inRemote: { readonly pod: string; readonly authority: string };

  it('lets requests in by a gateway in a remote, to a service of its primary', async () => {
    await applyObjects(lab(), 'east', [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels: { 'istio-injection': 'enabled' } } },
      netexecService({ name: 'shop', namespace: NAMESPACE }),
      ...(await netexecPod(lab(), { name: 'shop', namespace: NAMESPACE })),
    ]);
    stack().change('meshwork:services', () => ({
      shop: { namespace: NAMESPACE, clusters: ['east'], ports: { http: { port: 80 } } },
    }));
    stack().change('meshwork:ingressGateways', () => ({
      front: {
        cluster: 'west',
        https: { shop: { hosts: [HOST], certificate: { generate: {} } } },
        routes: { shop: { hosts: [HOST], service: 'shop' } },
      },
    }));
    await stack().succeed('up', '--yes', '--skip-preview');
    const gateway = await told();
    assert.deepEqual(Object.keys(gateway.clusters), ['west']);
    await answersIn('west');
    inRemote = { pod: await podIn('west'), authority: gateway.certificates['shop']?.authority ?? '' };
  });

  it('brings it to the primary too: the same certificate there, and nothing of it in the remote made anew', async () => {
    stack().change('meshwork:ingressGateways', ({ front }) => {
      const { cluster, ...others } = front as { readonly cluster: string };
      return { front: { clusters: [cluster, 'east'], ...others } };
    });
    const steps = await stack().preview();
    const gone = steps
      .filter(({ op }) => !['same', 'create', 'update', 'read'].includes(op))
      .map(({ op, urn }) => `${op} ${urn}`);
    assert.deepEqual(gone, []);
    await stack().succeed('up', '--yes', '--skip-preview');
    const { addresses, certificates, clusters } = await told();
    assert.deepEqual(addresses, [...(clusters['east']?.addresses ?? []), ...(clusters['west']?.addresses ?? [])]);
    assert.equal(new Set(addresses).size, 2);
    assert.equal(certificates['shop']?.authority, inRemote.authority);
    assert.equal(await answersIn('east'), await answersIn('west'));
    assert.equal(await podIn('west'), inRemote.pod);
    const { ingressRoutes, servedCertificates } = await stack().verified();
    for (const results of [ingressRoutes, servedCertificates])
      assert.deepEqual(
        results.map(({ cluster, host, ok }) => [cluster, host, ok]),
        [
          ['east', HOST, true],
          ['west', HOST, true],
        ],
      );
    await stack().unchanged();
    await lab().kubectl('east', 'delete', 'namespace', NAMESPACE, '--wait=false');
  });

  async function told(): Promise<IngressGatewayOutput> {
    const { ingressGateways } = (await stack().outputs()) as unknown as MeshworkOutputs;
    return ingressGateways['front'] ?? assert.fail();
  }

  /** The certificate by which the gateway of a cluster answers from outside, once the service does. */
  async function answersIn(cluster: string): Promise<string> {
    const gateway = await told();
    const request = {
      ...{ host: HOST, path: '/header', authority: await authorityFile(gateway, 'shop') },
      address: gateway.clusters[cluster]?.addresses[0] ?? '',
    };
    const from = cluster === 'east' ? 'west' : 'east';
    const { body, fingerprint, status } = await eventually(
      () => requestOverTls(lab(), from, request),
      (response) => response.status === 200,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.equal(status, 200, body);
    assert.match(body, new RegExp(`ns/${NAMESPACE}/sa/shop`));
    return fingerprint ?? assert.fail();
  }

  function podIn(cluster: string): Promise<string> {
    const pod = ['pods', '--selector=istio=ingress-front', '--output=jsonpath={.items[*].metadata.uid}'];
    return lab().kubectl(cluster, '-n', 'istio-system', 'get', ...pod);
  }
}
