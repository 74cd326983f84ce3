/** A policy that an engineer of the exporting mesh could write, to limit the callers. */
export function policy({ allowed }: { readonly allowed: readonly string[] }): object {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'orders', namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'orders' } },
      action: 'DENY',
      rules: [{ from: [{ source: { notPrincipals: allowed } }] }],
    },
  };
}

/**
 * Objects that an engineer of the importing mesh could write, to reach a service of the other mesh through its gateway.
 *
 * @param identity that the service has to have. Default: that of the exported service.
 */
export function handwrittenImport(
  service: string,
  address: string,
  identity = 'spiffe://blue.example/ns/shop/sa/orders',
): object[] {
  const host = `${service}.handwritten.example`;
  const metadata = { name: `handwritten-${service}`, namespace: 'store' };
  const apiVersion = 'networking.istio.io/v1';
  return [
    {
      apiVersion,
      kind: 'ServiceEntry',
      metadata,
      spec: {
        hosts: [host],
        location: 'MESH_INTERNAL',
        resolution: 'STATIC',
        ports: [{ name: 'http', number: 80, protocol: 'HTTP' }],
        endpoints: [{ address, ports: { http: 15443 } }],
      },
    },
    {
      apiVersion,
      kind: 'DestinationRule',
      metadata,
      spec: {
        host,
        trafficPolicy: {
          tls: {
            mode: 'ISTIO_MUTUAL',
            sni: `outbound_.80_._.${service}.shop.svc.cluster.local`,
            subjectAltNames: [identity],
          },
        },
      },
    },
  ];
}
