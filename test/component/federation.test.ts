import { strict as assert } from 'node:assert';
import { parse } from 'yaml';
import { federated } from '../unit/model/specimen';
import { deployMocked, type MockDeployment } from './deployment';

describe('components of several meshes in one network (S6)', () => {
  let deployment: MockDeployment;

  before(async () => {
    deployment = await deployMocked(federated());
  });

  function inputsOf({ registrations }: MockDeployment, name: string): Readonly<Record<string, unknown>> {
    const registration = registrations.find((candidate) => candidate.name === name);
    assert.ok(registration, `${name} was not registered`);
    return registration.inputs;
  }

  function bundleOf(of: MockDeployment, cluster: string): unknown {
    const { mesh } = inputsOf(of, `${cluster}-trust-bundle-config`)['data'] as { mesh: string };
    return parse(mesh);
  }

  it('tell each istiod the roots of both meshes, each with the trust domain that it stands for', () => {
    const both = {
      caCertificates: [
        { pem: 'root-pem\n', trustDomains: ['blue.example'] },
        { pem: 'root-pem\n', trustDomains: ['green.example'] },
      ],
    };
    assert.deepEqual(bundleOf(deployment, 'east'), both);
    assert.deepEqual(bundleOf(deployment, 'west'), both);
  });

  it('differ in the trust bundles alone when trust is withdrawn', async () => {
    const raw = federated();
    raw.federations['blue-green'] = { ...raw.federations['blue-green'], trust: 'withdrawn' };
    const withdrawn = await deployMocked(raw);
    const changed = deployment.registrations
      .filter(({ inputs, name }) => JSON.stringify(inputs) !== JSON.stringify(inputsOf(withdrawn, name)))
      .map(({ name }) => name);
    assert.equal(withdrawn.registrations.length, deployment.registrations.length);
    assert.deepEqual(changed.sort(), [
      'east-trust-bundle',
      'east-trust-bundle-config',
      'west-trust-bundle',
      'west-trust-bundle-config',
    ]);
    assert.deepEqual(bundleOf(withdrawn, 'east'), {
      caCertificates: [{ pem: 'root-pem\n', trustDomains: ['blue.example'] }],
    });
  });

  it('let the exporter’s gateway pass the export and nothing else', () => {
    assert.deepEqual(inputsOf(deployment, 'east-service-exposure-gateway')['spec'], {
      selector: { istio: 'eastwestgateway' },
      servers: [
        {
          port: { name: 'tls', number: 15443, protocol: 'TLS' },
          tls: { mode: 'AUTO_PASSTHROUGH' },
          hosts: ['orders.shop.svc.cluster.local'],
        },
      ],
    });
  });

  it('put the import behind the exporter’s gateway, and accept its identity only', () => {
    const host = 'orders.shop.svc.blue.mesh.internal';
    assert.deepEqual(inputsOf(deployment, 'west-import.orders.blue-entry')['spec'], {
      hosts: [host],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      // Without it, the import would not be seen in a mesh whose exports end at their namespace.
      exportTo: ['*'],
      ports: [{ name: 'http', number: 80, protocol: 'HTTP' }],
      endpoints: [{ address: '192.0.2.7', network: 'federated.mesh.internal', ports: { http: 15443 } }],
    });
    assert.deepEqual(inputsOf(deployment, 'west-import.orders.blue-identity')['spec'], {
      host,
      exportTo: ['*'],
      trafficPolicy: {
        portLevelSettings: [
          {
            port: { number: 80 },
            tls: {
              mode: 'ISTIO_MUTUAL',
              sni: 'outbound_.80_._.orders.shop.svc.cluster.local',
              subjectAltNames: ['spiffe://blue.example/ns/shop/sa/orders'],
            },
          },
        ],
      },
    });
  });

  it('have trust between the meshes in the outputs, and the hosts of imported services', () => {
    assert.deepEqual(deployment.outputs.federations, {
      'blue-green': {
        meshes: ['blue', 'green'],
        trust: 'exchanged',
        imports: [
          {
            service: 'orders',
            from: 'blue',
            to: 'green',
            host: 'orders.shop.svc.blue.mesh.internal',
            ports: { http: 80 },
          },
          {
            service: 'stock',
            from: 'green',
            to: 'blue',
            host: 'stock.store.svc.green.mesh.internal',
            ports: { http: 80 },
          },
        ],
      },
    });
  });
});
