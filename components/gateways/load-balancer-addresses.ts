import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';

interface Ingress {
  readonly ip?: string;
  readonly hostname?: string;
}

type Kind = keyof Ingress;

/** What a gateway's load balancer should yield, and what to say when it does not. */
export interface Expectation {
  /** The kinds of addresses that are of use, the better one first. */
  readonly expected: readonly Kind[];
  /** The gateway behind it, for messages: `east-west gateway in cluster east`. */
  readonly gateway: string;
  /** What to do about an address of another kind. */
  readonly otherwise?: string;
}

/**
 * The addresses of the load balancer among a chart's objects. Read from the chart's own resources: reading the Service from the cluster
 * would fail in a preview on an empty stack.
 */
export function loadBalancerAddresses(chart: k8s.helm.v4.Chart, expectation: Expectation): pulumi.Output<string[]> {
  return chart.resources.apply((resources: unknown[]) => {
    const service = resources.find((resource) => k8s.core.v1.Service.isInstance(resource));
    if (service === undefined) throw new Error(`The chart of the ${expectation.gateway} made no Service.`);
    return pulumi.output(service.status).loadBalancer.ingress.apply((ingress) => usable(ingress, expectation));
  });
}

/**
 * The addresses of use in the status of a load balancer: of each entry the first of the expected kinds that it has.
 *
 * @throws RunError if there is none.
 */
export function usable(
  ingress: readonly Ingress[] | undefined,
  { expected, gateway, otherwise }: Expectation,
): string[] {
  const of = (entry: Ingress, kinds: readonly Kind[]) =>
    kinds.flatMap((kind) => (entry[kind] === undefined || entry[kind] === '' ? [] : [entry[kind]])).slice(0, 1);
  const entries = ingress ?? [];
  const addresses = entries.flatMap((entry) => of(entry, expected));
  if (addresses.length > 0) return addresses;
  const others = entries.flatMap((entry) => of(entry, ['ip', 'hostname']));
  throw new pulumi.RunError(
    others.length === 0
      ? `The load balancer of the ${gateway} has no address yet. Run \`pulumi up\` again when it has one.`
      : `The load balancer of the ${gateway} yields ${others.join(', ')}. ${otherwise ?? ''}`.trimEnd(),
  );
}
