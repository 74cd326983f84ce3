import assert from 'node:assert/strict';
import { eventually } from '../../../cli/eventually';
import type { Lab } from '../../../lab/lab';
import { type NodeRequest, type NodeResponse, requestFromNode } from './node-request';
import { deployProbe, type Probe } from './probe';

/** Names by which a service of one cluster is called in another, from the shortest to the full one. */
const HOSTS = ['orders', 'orders.shop', 'orders.shop.svc.cluster.local'];

const LONGEST_WAIT = 180_000;
const ADDRESS = '{.status.loadBalancer.ingress[0].ip}';

/**
 * The ingress controller that a lab's clusters can be given.
 *
 * @param running a lab whose clusters alpha and gamma are in networks of their own and have no ingress controller.
 */
export function ingressController(running: () => Lab): void {
  let lab: Lab;
  let address: string;
  let probe: Probe;

  before(async () => {
    lab = running();
    [probe] = await Promise.all([deployProbe(lab, 'alpha'), lab.installIngress(['alpha'])]);
  });

  it('gives an Ingress of its class the address of its load balancer', async () => {
    await apply('alpha', [ingress()]);
    await lab.kubectl('alpha', '-n', 'probe', 'wait', 'ingress/orders', `--for=jsonpath=${ADDRESS}`, '--timeout=180s');
    address = await lab.kubectl('alpha', '-n', 'probe', 'get', 'ingress/orders', `--output=jsonpath=${ADDRESS}`);
    const envoy = await lab.kubectl(
      'alpha',
      '-n',
      'projectcontour',
      'get',
      'service/envoy',
      `--output=jsonpath=${ADDRESS}`,
    );
    assert.equal(address, envoy);
    assert.match(address, /^10\.201\.0\./);
    // The controller tells the Ingress of its address, and its proxy of the Ingress, each when it gets to it.
    const { status, body } = await eventually(
      () => fromGamma({ host: 'orders' }),
      (response) => response.status === 200,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.equal(status, 200, body);
  });

  for (const host of HOSTS.flatMap((name) => [name, `${name}:8080`])) {
    it(`leads a request for ${host} to the pod behind it`, async () => {
      const { status, body } = await fromGamma({ host });
      assert.equal(body, probe.pod);
      assert.equal(status, 200);
    });
  }

  it('answers 404 to a request for another host', async () => {
    for (const host of ['other', 'orders.elsewhere', address]) {
      const { status, body } = await fromGamma({ host });
      assert.equal(status, 404, `${host}: ${body}`);
    }
  });

  it('is left as it is by a second installation, and can be added to another cluster', async () => {
    const pods = await podsOf('alpha');
    await lab.installIngress(['alpha', 'gamma']);
    assert.equal(await podsOf('alpha'), pods);
    assert.match(await podsOf('gamma'), /^pod\/contour-\S+\s+pod\/envoy-\S+\s*$/);
  });

  it('serves callers in another cluster that use a Service of that cluster', async () => {
    await apply('gamma', servicesTo(address));
    const clusterIp = '--output=jsonpath={.spec.clusterIP}';
    const service = await lab.kubectl('gamma', '-n', 'shop', 'get', 'service/orders', clusterIp);
    // Until kube-proxy serves a Service, no server answers at its address.
    const { body } = await eventually(
      () => fromGamma({ host: 'orders.shop:8080', address: service, port: 8080 }),
      ({ status }) => status > 0,
      AbortSignal.timeout(LONGEST_WAIT),
    );
    assert.equal(body, probe.pod);
  });

  it('is refused for a cluster that the lab does not have', async () => {
    await assert.rejects(lab.installIngress(['alpha', 'north']), /no cluster north .* alpha, beta, gamma\./);
  });

  /** One request from the node of gamma, to the controller of alpha unless it says another address. */
  function fromGamma(request: Partial<NodeRequest> & Pick<NodeRequest, 'host'>): Promise<NodeResponse> {
    return requestFromNode(lab, 'gamma', { address, ...request });
  }

  async function apply(cluster: string, items: readonly unknown[]): Promise<void> {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    await lab.run(['kubectl', '--context', cluster, 'apply', '--filename=-'], { input });
  }

  async function podsOf(cluster: string): Promise<string> {
    return lab.kubectl(cluster, '-n', 'projectcontour', 'get', 'pods', '--output=name');
  }
}

/** An Ingress that leads each of the hosts to the probe. */
function ingress(): unknown {
  const backend = { service: { name: 'probe', port: { number: 80 } } };
  const rules = HOSTS.map((host) => ({ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'orders', namespace: 'probe' },
    spec: { ingressClassName: 'contour', rules },
  };
}

/** A Service `orders.shop` that leads to port 80 of an address. */
function servicesTo(address: string): unknown[] {
  const metadata = { name: 'orders', namespace: 'shop' };
  const labels = { 'kubernetes.io/service-name': 'orders' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ name: 'http', port: 8080, targetPort: 80 }] } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address] }],
      ports: [{ name: 'http', port: 80 }],
    },
  ];
}
