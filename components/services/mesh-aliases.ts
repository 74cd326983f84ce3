import * as pulumi from '@pulumi/pulumi';

/**
 * A cluster that joins or leaves the mesh of a service keeps its Service for it: a consumed one becomes a stub, or the other way round.
 * The engine knows a resource by its name and by the types of its parents. Without aliases Pulumi would create a duplicate, which Kubernetes rejects.
 */
export const SERVICE_TYPES = {
  crossCluster: 'meshwork:services:CrossClusterService',
  consumed: 'meshwork:services:ConsumedService',
  stub: 'meshwork:services:StubService',
} as const;

/** Name of the component for a service's consumer in a cluster. */
export function consumedName(service: string, cluster: string): string {
  return `${service}-for.${cluster}`;
}

/** Name of the component for a service's stub in a cluster. */
export function stubName(service: string, cluster: string): string {
  return `${service}-stub.${cluster}`;
}

/** What a cluster's Service for a service is called where the cluster is outside of its mesh. */
export function consumedUrn(service: string, cluster: string): pulumi.Output<pulumi.URN> {
  const crossCluster = pulumi.createUrn(service, SERVICE_TYPES.crossCluster);
  const name = consumedName(service, cluster);
  return serviceOf(name, pulumi.createUrn(name, SERVICE_TYPES.consumed, crossCluster));
}

/** What a cluster's Service for a service is called where the cluster is in its mesh. */
export function stubUrn(service: string, cluster: string): pulumi.Output<pulumi.URN> {
  const name = stubName(service, cluster);
  return serviceOf(name, pulumi.createUrn(name, SERVICE_TYPES.stub));
}

function serviceOf(name: string, component: pulumi.Output<pulumi.URN>): pulumi.Output<pulumi.URN> {
  return pulumi.createUrn(`${name}-service`, 'kubernetes:core/v1:Service', component);
}
