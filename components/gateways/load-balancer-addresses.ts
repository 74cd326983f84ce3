import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';

interface Ingress {
  readonly ip?: string;
  readonly hostname?: string;
}

/** What a gateway's load balancer should yield, and where it stands, for messages. */
export interface Expectation {
  readonly expected: 'ip' | 'hostname';
  readonly cluster: string;
  readonly network: string;
}

/**
 * The addresses of the load balancer among a chart's objects. Read from the chart's own resources: reading the Service from the cluster
 * would fail in a preview on an empty stack.
 */
export function loadBalancerAddresses(chart: k8s.helm.v4.Chart, expectation: Expectation): pulumi.Output<string[]> {
  return chart.resources.apply((resources: unknown[]) => {
    const service = resources.find((resource) => k8s.core.v1.Service.isInstance(resource));
    if (service === undefined) throw new Error(`The gateway chart in cluster ${expectation.cluster} made no Service.`);
    return pulumi.output(service.status).loadBalancer.ingress.apply((ingress) => usable(ingress, expectation));
  });
}

function usable(ingress: readonly Ingress[] | undefined, { expected, cluster, network }: Expectation): string[] {
  const of = (kind: 'ip' | 'hostname') =>
    (ingress ?? []).map((entry) => entry[kind]).filter((value) => value !== undefined && value !== '');
  const addresses = of(expected) as string[];
  if (addresses.length > 0) return addresses;
  const other = of(expected === 'ip' ? 'hostname' : 'ip');
  const found = other.length > 0 ? `yields ${other.join(', ')}` : 'has no address yet';
  throw new pulumi.RunError(
    `The load balancer of the east-west gateway in cluster ${cluster} ${found}, but meshwork:networks.${network}.gateway.address is "${expected}". ` +
      (other.length > 0
        ? 'Correct the setting, or ask the load balancer for the other kind by its annotations.'
        : 'Run `pulumi up` again when it has one.'),
  );
}
