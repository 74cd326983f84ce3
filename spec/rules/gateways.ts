import { configPath, type Problem } from '../problem';
import type { Spec } from '../schema/config';

/**
 * A remote reaches its istiod through a Service whose endpoint is the gateway's IP: the API server refuses webhooks to a Service that
 * stands for a host name (istio/istio#45014), so the load balancer before a primary with remotes must yield an IP.
 */
export function gatewayProblems(spec: Spec): Problem[] {
  return Object.entries(spec.clusters).flatMap(([name, cluster]) => {
    if (cluster.role !== 'remote') return [];
    const network = spec.clusters[cluster.primary]?.network;
    if (network === undefined || spec.networks[network]?.gateway.address !== 'hostname') return [];
    return [
      {
        path: configPath('networks', network, 'gateway', 'address'),
        found: `"hostname", and the primary of ${name} (${cluster.primary}) is in this network`,
        expected: '"ip"',
        fix: 'Give the load balancer a fixed IP address (annotations), or make the cluster a primary.',
      },
    ];
  });
}
