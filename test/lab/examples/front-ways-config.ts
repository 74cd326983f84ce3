import { strict as assert } from 'node:assert';
import { pem } from './front-certificates';

/** The port of nodes that leads to the gateway `edge`. */
export const NODE_PORT = 30_080;

/** The Secret of servers that the stack does not make. */
export const OWN_SECRET = 'modern-tls';

/** The share of the requests to the gateway `inner` that pods of `catalog` answer, in percent. */
export const SHARE = 25;

/** Services that the further ways lead to. Pods of the example stand behind them. */
export const FURTHER_SERVICES = {
  echo: { namespace: 'shop', clusters: ['east'], ports: { tcp: { port: 81, appProtocol: 'tcp' } } },
  mirror: { namespace: 'shop', clusters: ['east'], ports: { http: { port: 80 } } },
};

/** Those services, as a user has them in the cluster. */
export const FURTHER_OBJECTS = [
  {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'echo', namespace: 'shop' } },
    spec: { selector: { app: 'orders' }, ports: [{ name: 'tcp', port: 81, targetPort: 8080, appProtocol: 'tcp' }] },
  },
  {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'mirror', namespace: 'shop' } },
    spec: { selector: { app: 'catalog' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  },
];

/** Gateways of a config with further servers for `front`, and two more gateways: at a port of the nodes, and inside the cluster. */
export function withFurtherWays(gateways: Record<string, unknown>): object {
  const { front } = gateways as Record<string, { https: object; ports: object; routes: object }>;
  assert.ok(front);
  const modern = ['modern.shop.example'];
  const alt = ['alt.shop.example'];
  return {
    ...gateways,
    front: {
      ...front,
      https: {
        ...front.https,
        alt: { port: 8443, hosts: alt, certificate: { given: pem('shop.pem') } },
        modern: { hosts: modern, certificate: { secret: OWN_SECRET }, minVersion: '1.3' },
      },
      ports: {
        ...front.ports,
        echo: {
          ...{ port: 8883, hosts: ['echo.shop.example'], service: 'echo' },
          ...{ certificate: { secret: OWN_SECRET }, clients: { authority: pem('authority.pem') } },
        },
        sealed: { port: 8883, hosts: ['vault.shop.example'], service: 'vault' },
      },
      routes: {
        ...front.routes,
        alt: { hosts: alt, service: 'orders' },
        modern: { hosts: modern, service: 'orders' },
      },
    },
    edge: {
      ...{ cluster: 'east', service: 'nodePort', nodePorts: { http: NODE_PORT }, proxyProtocol: true },
      routes: { orders: { hosts: ['edge.example'], service: 'orders' } },
    },
    inner: {
      ...{ cluster: 'east', service: 'clusterIP' },
      routes: {
        shares: { hosts: ['inner.example'], service: 'orders', split: { mirror: { weight: SHARE } } },
      },
    },
  };
}
