import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { type Expectation, usableAddresses } from '../load-balancer-addresses';

/**
 * The addresses of the load balancer among a chart's objects. Read from the chart's own resources: reading the Service from the cluster
 * would fail in a preview on an empty stack.
 */
export function loadBalancerAddresses(chart: k8s.Chart, expectation: Expectation): pulumi.Output<string[]> {
  return chart.resources.apply((resources: unknown[]) => {
    const service = resources.find((resource) => k8s.core.v1.Service.isInstance(resource));
    if (service === undefined) throw new Error(`The chart of the ${expectation.behind} made no Service.`);
    return pulumi.output(service.status).loadBalancer.ingress.apply((ingress) => usableAddresses(ingress, expectation));
  });
}
