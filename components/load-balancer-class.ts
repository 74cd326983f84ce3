/**
 * For Services with a load balancer: Kubernetes refuses to change their class ("may not change once set", core/validation), and the provider does
 * not know (its force-new table has `spec.clusterIP` alone). A change makes a new object. The old one goes first: both have the name that others
 * look for. Not said of EndpointSlices, although their `addressType` cannot change either: it comes from an address, and a preview that does not
 * know the address would announce a replacement that never comes.
 */
export const REPLACED_ON_CLASS = { replaceOnChanges: ['spec.loadBalancerClass'], deleteBeforeReplace: true };
