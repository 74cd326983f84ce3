import { strict as assert } from 'node:assert';
import { pem, SERVER, withFront } from '../unit/model/rules/ingress-gateways';
import { deployMocked, type MockDeployment } from './deployment';

const AUTHORITY = pem('authority.pem');

describe('components of an ingress gateway behind other ways in', () => {
  const registrationsOf = async (front: object) => (await deployMocked(withFront(front))).registrations;
  const valuesIn = (registrations: MockDeployment['registrations']) => {
    const chart = registrations.find(({ name }) => name === 'front-ingress-gateway-chart');
    return chart?.inputs['values'] as Record<string, Record<string, unknown>>;
  };

  it('pass TLS on by SNI, and the bytes of a port, each to its service', async () => {
    const registrations = await registrationsOf({
      passthrough: { vault: { hosts: ['vault.example'], service: 'vault' } },
      ports: { sql: { port: 532, service: 'stock', servicePort: 'sql' } },
    });
    const specs = Object.fromEntries(
      registrations.flatMap(({ inputs, name }) =>
        /^front-ingress-gateway-(gateway|passthrough|port)/.test(name)
          ? [[name.replace('front-ingress-gateway-', ''), inputs['spec']]]
          : [],
      ),
    );
    const to = (host: string, number: number) => [
      { destination: { host: `${host}.shop.svc.cluster.local`, port: { number } } },
    ];
    const gateways = ['istio-ingress-front'];
    assert.deepEqual(specs, {
      gateway: {
        selector: { istio: 'ingress-front' },
        servers: [
          {
            port: { name: 'tls-vault', number: 443, protocol: 'TLS' },
            hosts: ['vault.example'],
            tls: { mode: 'PASSTHROUGH' },
          },
          { port: { name: 'tcp-sql', number: 532, protocol: 'TCP' }, hosts: ['*'] },
        ],
      },
      'passthrough.vault': {
        gateways,
        hosts: ['vault.example'],
        tls: [{ match: [{ sniHosts: ['vault.example'] }], route: to('vault', 443) }],
      },
      'port.sql': { gateways, hosts: ['*'], tcp: [{ match: [{ port: 532 }], route: to('stock', 5432) }] },
    });
    const ports = valuesIn(registrations)['service']?.['ports'] as object[];
    assert.deepEqual(ports.slice(2), [
      { name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' },
      { name: 'sql', port: 532, targetPort: 20532, protocol: 'TCP' },
    ]);
  });

  it('end TLS on ports of the user, pass it on there, and share a port by hosts', async () => {
    const certificate = { secret: 'sql-tls' };
    const registrations = await registrationsOf({
      https: { alt: { ...SERVER, port: 8443 } },
      passthrough: { vault: { hosts: ['vault.example'], service: 'vault' } },
      ports: {
        sql: {
          ...{ port: 5433, hosts: ['sql.example'], certificate, minVersion: '1.3' },
          ...{ clients: { authority: AUTHORITY }, service: 'stock', servicePort: 'sql' },
        },
        vault: { port: 5433, hosts: ['vault.example'], service: 'vault' },
      },
      routes: { shop: { hosts: ['shop.example'], service: 'orders' } },
    });
    const specOf = (name: string) =>
      registrations.find((one) => one.name === `front-ingress-gateway-${name}`)?.inputs['spec'] as Record<
        string,
        unknown
      >;
    assert.deepEqual(specOf('gateway')['servers'], [
      {
        port: { name: 'https-alt', number: 8443, protocol: 'HTTPS' },
        hosts: ['shop.example'],
        tls: { mode: 'SIMPLE', credentialName: 'shop-tls', minProtocolVersion: 'TLSV1_2' },
      },
      {
        port: { name: 'tls-vault', number: 443, protocol: 'TLS' },
        hosts: ['vault.example'],
        tls: { mode: 'PASSTHROUGH' },
      },
      {
        port: { name: 'tcp-sql', number: 5433, protocol: 'TLS' },
        hosts: ['sql.example'],
        tls: { mode: 'MUTUAL', credentialName: 'sql-tls', minProtocolVersion: 'TLSV1_3' },
      },
      {
        port: { name: 'tcp-vault', number: 5433, protocol: 'TLS' },
        hosts: ['vault.example'],
        tls: { mode: 'PASSTHROUGH' },
      },
    ]);
    const match = (port: number) => [{ port, sniHosts: ['vault.example'] }];
    const matches = (name: string) => (specOf(name)['tls'] as { match: object[] }[]).map((one) => one.match);
    assert.deepEqual([matches('passthrough.vault'), matches('port.vault')], [[match(443)], [match(5433)]]);
    const { hosts, tcp } = specOf('port.sql');
    assert.deepEqual(
      [hosts, tcp],
      [
        ['sql.example'],
        [
          {
            match: [{ port: 5433 }],
            route: [{ destination: { host: 'stock.shop.svc.cluster.local', port: { number: 5432 } } }],
          },
        ],
      ],
    );
    const ports = valuesIn(registrations)['service']?.['ports'] as object[];
    assert.deepEqual(ports.slice(2), [
      { name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' },
      { name: 'tls-5433', port: 5433, targetPort: 5433, protocol: 'TCP' },
      { name: 'tls-8443', port: 8443, targetPort: 28443, protocol: 'TCP' },
    ]);
    const clients = registrations.find(({ name }) => name === 'front-ingress-gateway-clients.sql');
    assert.deepEqual(clients?.inputs['metadata'], { name: 'sql-tls-cacert', namespace: 'istio-system' });
  });

  it('have ports of nodes, those of config and those that Kubernetes chooses, and tell them in the outputs', async () => {
    const front = {
      ...{ service: 'nodePort', nodePorts: { http: 30080 }, externalTrafficPolicy: 'Local' },
      ...{ loadBalancer: { annotations: { a: 'b' } }, https: { shop: SERVER } },
    };
    const ports = [
      { name: 'status-port', nodePort: 31000 },
      { name: 'http2', nodePort: 30080 },
      { name: 'https', nodePort: 31443 },
    ];
    const { outputs, registrations } = await deployMocked(withFront(front), {
      'front-ingress-gateway-chart': { ports },
    });
    assert.deepEqual(valuesIn(registrations)['service'], {
      ...{ type: 'NodePort', annotations: { a: 'b' }, externalTrafficPolicy: 'Local' },
      ports: [
        { name: 'status-port', port: 15021, targetPort: 15021, protocol: 'TCP' },
        { name: 'http2', port: 80, targetPort: 8080, protocol: 'TCP', nodePort: 30080 },
        { name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' },
      ],
    });
    const { addresses, ports: told } = outputs.ingressGateways['front'] ?? {};
    assert.deepEqual([addresses, told], [[], { http: 30080, https: 31443 }]);
  });

  it('serve Ingress objects of the istiod’s cluster, which knows the gateway by its own name', async () => {
    const registrations = await registrationsOf({ cluster: 'west', kubernetesIngress: true });
    const istiod = registrations.find(({ name }) => name === 'east-control-plane-default-istiod');
    const { meshConfig } = istiod?.inputs['values'] as { meshConfig: Record<string, unknown> };
    assert.deepEqual(
      [meshConfig['ingressService'], meshConfig['ingressSelector']],
      ['istio-ingress-front', 'ingress-front'],
    );
    const made = registrations.find(({ name }) => name === 'front-ingress-gateway-class');
    assert.equal(made?.provider, 'east-provider');
    assert.deepEqual(made.inputs['spec'], { controller: 'istio.io/ingress-controller' });
    const ports = valuesIn(registrations)['service']?.['ports'] as { port: number }[];
    assert.deepEqual(
      ports.map(({ port }) => port),
      [15021, 80, 443],
    );
  });

  it('have an address inside the cluster alone, and take the PROXY protocol', async () => {
    const front = { service: 'clusterIP', proxyProtocol: true };
    const { outputs, registrations } = await deployMocked(withFront(front));
    const { podAnnotations, service } = valuesIn(registrations);
    assert.equal(service?.['type'], 'ClusterIP');
    assert.deepEqual(podAnnotations, { 'proxy.istio.io/config': '{"gatewayTopology":{"proxyProtocol":{}}}' });
    const { addresses, ports } = outputs.ingressGateways['front'] ?? {};
    assert.deepEqual([addresses, ports], [[], { http: 80 }]);
  });
});
