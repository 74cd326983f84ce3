import { finding, type Finding, foreign, type Surveyed } from './finding';

/** The label by which every istiod that reads a cluster takes a Service for a gateway of that network. */
const NETWORK = 'topology.istio.io/network';

/** Load balancers of gateways that an earlier or other installation left. */
export function otherLoadBalancers(surveyed: Surveyed): Finding[] {
  return foreign(surveyed, surveyed.inventory.gatewayServices)
    .filter(({ spec }) => spec?.type === 'LoadBalancer')
    .map((service) => {
      const network = service.metadata.labels?.[NETWORK];
      return network === undefined
        ? finding(surveyed, service, {
            status: 'warn',
            problem: 'the load balancer of a gateway that is not of this stack',
            fix: 'Remove it with the tool that made it, if nothing uses its address: it costs money and stays open.',
          })
        : finding(surveyed, service, {
            status: 'fail',
            problem: `the load balancer of a gateway that istiods would take for one of network ${network}`,
            fix: `Remove it with the tool that made it, or take its label ${NETWORK} away: other clusters would send requests to it.`,
          });
    });
}
