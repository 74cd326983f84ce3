import { strict as assert } from 'node:assert';
import { noMesh, primaryRemote } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';

type Annotations = Readonly<Record<string, string>>;

const INTERNAL: Annotations = {
  'load-balancer.hetzner.cloud/disable-public-network': 'true',
  'load-balancer.hetzner.cloud/use-private-ip': 'true',
  'networking.gke.io/load-balancer-type': 'Internal',
  'oci-network-load-balancer.oraclecloud.com/internal': 'true',
  'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type': 'intranet',
  'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
  'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/cce-load-balancer-internal-vpc': 'true',
  'service.beta.kubernetes.io/do-loadbalancer-network': 'INTERNAL',
  'service.beta.kubernetes.io/oci-load-balancer-internal': 'true',
  'service.beta.kubernetes.io/openstack-internal-load-balancer': 'true',
  'service.beta.kubernetes.io/scw-loadbalancer-private': 'true',
  'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type': 'private',
};

const PUBLIC: Annotations = {
  'load-balancer.hetzner.cloud/disable-private-ingress': 'true',
  'oci-network-load-balancer.oraclecloud.com/external-ip-only': 'true',
  'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
  'service.beta.kubernetes.io/openstack-internal-load-balancer': 'false',
  'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type': 'public',
};

/** Beside INTERNAL, where other clusters are the clients. */
const OTHER_CLUSTERS: Annotations = { 'networking.gke.io/internal-load-balancer-allow-global-access': 'true' };

/** Azure's probes of ports by TCP. */
function probes(...ports: number[]): Annotations {
  return Object.fromEntries(
    ports.map((port) => [`service.beta.kubernetes.io/port_${port}_health-probe_protocol`, 'tcp']),
  );
}

const EAST_WEST = probes(15021, 15443, 15012, 15017);
const INGRESS = probes(15021, 80);
const SERVICE = probes(80);

/** A Service's annotations, without those by which the provider waits. */
function annotationsOf({ registrations }: MockDeployment, name: string): Annotations {
  const inputs = registrations.find((one) => one.name === name)?.inputs as
    { values?: { service: { annotations: Annotations } }; metadata?: { annotations: Annotations } } | undefined;
  const { annotations } = inputs?.values?.service ?? inputs?.metadata ?? assert.fail(`no ${name}`);
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.startsWith('pulumi.com/')));
}

async function eastWestGateway(gateway: object): Promise<Annotations> {
  const raw = primaryRemote();
  raw.networks['net-east'] = { gateway };
  return annotationsOf(await deployMocked(raw), 'east-east-west-gateway-chart');
}

async function ingressGateway(loadBalancer: object): Promise<Annotations> {
  const raw = { ...primaryRemote(), ingressGateways: { public: { cluster: 'east', loadBalancer } } };
  return annotationsOf(await deployMocked(raw), 'public-ingress-gateway-chart');
}

async function service(loadBalancer: object): Promise<Annotations> {
  const raw = noMesh();
  raw.services['orders'] = { ...raw.services['orders'], reach: { from: ['west'], by: { loadBalancer } } };
  return annotationsOf(await deployMocked(raw), 'orders-in.east-service');
}

describe('annotations for the load balancers of every cloud', () => {
  it('of an east-west gateway: internal by default, for clusters anywhere', async () => {
    assert.deepEqual(await eastWestGateway({}), { ...INTERNAL, ...OTHER_CLUSTERS, ...EAST_WEST });
    assert.deepEqual(await eastWestGateway({ loadBalancer: { internal: false } }), { ...PUBLIC, ...EAST_WEST });
  });

  it('of an east-west gateway: probes of the port that config says', async () => {
    assert.deepEqual(await eastWestGateway({ port: 443 }), {
      ...INTERNAL,
      ...OTHER_CLUSTERS,
      ...probes(15021, 443, 15012, 15017),
    });
  });

  it('of an ingress gateway: public by default', async () => {
    assert.deepEqual(await ingressGateway({}), { ...PUBLIC, ...INGRESS });
    assert.deepEqual(await ingressGateway({ internal: true }), { ...INTERNAL, ...INGRESS });
  });

  it('of a service for other clusters: internal by default, for clusters anywhere', async () => {
    assert.deepEqual(await service({}), { ...INTERNAL, ...OTHER_CLUSTERS, ...SERVICE });
    assert.deepEqual(await service({ internal: false }), { ...PUBLIC, ...SERVICE });
  });

  it('are none where there is no load balancer', async () => {
    const gateway = {
      service: 'nodePort',
      nodePorts: { tls: 31443, istiod: 31012, webhook: 31017 },
      static: { address: '203.0.113.7' },
    };
    assert.deepEqual(await eastWestGateway(gateway), { 'traffic.istio.io/nodeSelector': '{}' });
  });

  it('give way to those of the user, for each kind of Service', async () => {
    const annotations = {
      'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
      'service.beta.kubernetes.io/port_15021_health-probe_protocol': 'http',
      'service.beta.kubernetes.io/port_80_health-probe_protocol': 'http',
      'networking.gke.io/internal-load-balancer-allow-global-access': 'false',
    };
    const asked = { internal: true, annotations };
    for (const [kind, got] of Object.entries({
      eastWestGateway: await eastWestGateway({ loadBalancer: asked }),
      ingressGateway: await ingressGateway(asked),
      service: await service(asked),
    }))
      assert.deepEqual({ ...got, ...annotations }, got, kind);
  });
});
