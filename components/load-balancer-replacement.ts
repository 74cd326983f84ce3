import type * as pulumi from '@pulumi/pulumi';

/** Options of a Service with a load balancer that say which changes make another Service. */
export type LoadBalancerReplacement = Pick<
  pulumi.CustomResourceOptions,
  'replaceOnChanges' | 'deleteBeforeReplace' | 'replacementTrigger'
>;

/**
 * For Services with a load balancer. Kubernetes refuses to change their class ("may not change once set", core/validation), and the provider does not
 * know (its force-new table has `spec.clusterIP` alone). A change of their scope leaves the old address in the status, for a while or for ever, by
 * cloud (docs/adr/0021). Either change makes a new object. The old one goes first: both have the name that others look for. Not said of
 * EndpointSlices, although their `addressType` cannot change either: it comes from an address, and a preview that does not know the address would
 * announce a replacement that never comes.
 *
 * @param scope From where it is to be reached. The engine compares it with that of the last deployment; it replaces nothing where one of them is not
 * known, so a Service that was made before scopes were recorded stays. Undefined for a Service without a load balancer.
 */
export function loadBalancerReplacement(scope: string | undefined): LoadBalancerReplacement {
  return {
    replaceOnChanges: ['spec.loadBalancerClass'],
    deleteBeforeReplace: true,
    ...(scope === undefined ? {} : { replacementTrigger: scope }),
  };
}
