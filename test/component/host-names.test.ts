import { strict as assert } from 'node:assert';
import { federated, noMesh, primaryRemote } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';

/** Name of the Service by which east opens orders. */
const OPEN = 'orders-in.east-service';
const YIELDS_NAME = { ingress: [{ hostname: 'lb-1.cloud.example' }] };

function ordersReachedBy(reach: object) {
  const raw = noMesh();
  raw.services['orders'] = { ...raw.services['orders'], reach: { from: ['west'], ...reach } };
  return raw;
}

function namesOf({ registrations }: MockDeployment): string[] {
  return registrations.map(({ name }) => name);
}

describe('services behind load balancers with host names', () => {
  it('are another name for the load balancer in the consuming cluster, without endpoints', async () => {
    const raw = ordersReachedBy({ by: { loadBalancer: {} }, address: 'hostname' });
    const deployment = await deployMocked(raw, { [OPEN]: YIELDS_NAME });
    const consumed = deployment.registrations.find(({ name }) => name === 'orders-for.west-service');
    assert.deepEqual(consumed?.inputs['spec'], {
      type: 'ExternalName',
      externalName: 'lb-1.cloud.example',
      ports: [{ name: 'http', port: 80, appProtocol: 'http', protocol: 'TCP' }],
    });
    assert.deepEqual(
      namesOf(deployment).filter((name) => name.includes('endpoints')),
      [],
    );
    assert.deepEqual(deployment.outputs.services['orders']?.addresses, { east: ['lb-1.cloud.example'] });
  });

  it('are so without a word about it where the network’s gateways have host names, also by an Ingress', async () => {
    const raw = ordersReachedBy({ by: { ingress: { class: 'contour' } } });
    raw.networks = { net: { gateway: { address: 'hostname' } } };
    for (const cluster of Object.values(raw.clusters)) Object.assign(cluster, { network: 'net' });
    const deployment = await deployMocked(raw, { 'orders-in.east-ingress': YIELDS_NAME });
    const consumed = deployment.registrations.find(({ name }) => name === 'orders-for.west-service');
    assert.equal((consumed?.inputs['spec'] as { externalName?: string }).externalName, 'lb-1.cloud.example');
  });

  it('fail with the key to set where the load balancer yields the other kind', async () => {
    await assert.rejects(deployMocked(ordersReachedBy({ by: { loadBalancer: {} } }), { [OPEN]: YIELDS_NAME }), {
      message:
        'The load balancer of the service orders in cluster east yields lb-1.cloud.example. Its address was to be of kind "ip": set ' +
        'meshwork:services.orders.reach.address, or ask for the other kind of address by its class or annotations.',
    });
    await assert.rejects(
      deployMocked(ordersReachedBy({ by: { loadBalancer: {} }, address: 'hostname' }), { [OPEN]: {} }),
      {
        message:
          /yields 192\.0\.2\.7\. Its address was to be of kind "hostname": set meshwork:services\.orders\.reach\.address/,
      },
    );
  });
});

describe('a network whose gateways have both kinds of address', () => {
  it('takes each as it is', async () => {
    const raw = primaryRemote();
    raw.networks = { net: { gateway: { address: 'hostname' } }, other: {} };
    raw.clusters = {
      cloud: { mesh: 'blue', network: 'net', role: 'primary' },
      metal: { mesh: 'blue', network: 'net', role: 'primary' },
      far: { mesh: 'blue', network: 'other', role: 'primary' },
    };
    const { outputs } = await deployMocked(raw, {
      'cloud-east-west-gateway-chart': YIELDS_NAME,
      'metal-east-west-gateway-chart': { ingress: [{ ip: '192.0.2.9' }] },
    });
    const addressesOf = (cluster: string) => outputs.clusters[cluster]?.eastWestGateway?.addresses;
    assert.deepEqual(addressesOf('cloud'), ['lb-1.cloud.example']);
    assert.deepEqual(addressesOf('metal'), ['192.0.2.9']);
  });

  it('has an IP address behind an import that is resolved by DNS', async () => {
    const raw = federated();
    raw.networks = { shared: { gateway: { address: 'hostname' } } };
    const { registrations } = await deployMocked(raw, { 'east-east-west-gateway-chart': {} });
    const entries = registrations
      .filter(({ type }) => type === 'kubernetes:networking.istio.io/v1:ServiceEntry')
      .map(({ inputs }) => inputs['spec'] as { resolution: string; endpoints: { address: string }[] })
      .map(({ endpoints, resolution }) => [resolution, ...endpoints.map(({ address }) => address)]);
    assert.deepEqual(entries.sort(), [
      ['DNS', '192.0.2.7'],
      ['DNS', 'lb.example'],
    ]);
  });
});
