/** What an engineer of the exporting mesh could write to say who may call. */
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
 * What an engineer of the importing mesh could write to reach a service of the other by its gateway.
 *
 * @param identity that the service has to have. Default: that of the exported service.
 */
export function pretendedImport(
  service: string,
  address: string,
  identity = 'spiffe://blue.example/ns/shop/sa/orders',
): object[] {
  const host = `${service}.pretended.example`;
  const metadata = { name: `pretended-${service}`, namespace: 'store' };
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
