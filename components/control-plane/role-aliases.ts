import * as pulumi from '@pulumi/pulumi';
import { istiodName } from '../../model/names/istiod';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';

/**
 * A cluster that changes its role keeps the objects that both roles have. The engine knows a resource by its name and by the types of its parents.
 * Without aliases Pulumi would create a duplicate, which Kubernetes rejects.
 */
export const CONTROL_PLANE_TYPES = {
  primary: 'meshwork:controlplane:PrimaryControlPlane',
  remote: 'meshwork:controlplane:RemoteControlPlane',
} as const;

const SERVICE = 'kubernetes:core/v1:Service';

/** Name of a control plane's istiod chart. */
export function istiodChartName(controlPlane: string): string {
  return `${controlPlane}-istiod`;
}

/** Name of the Service `istiod` of a remote, which is not the chart's. */
export function remoteServiceName(controlPlane: string): string {
  return `${controlPlane}-service`;
}

/** An `up` that was killed in a change of role may have left the component with its new type, and the Service below it with its old name. */
const PARENTS = Object.values(CONTROL_PLANE_TYPES);

/** What the Service `istiod` of a control plane may be called if its cluster was a primary: the chart's there. */
export function servicesOfPrimary(controlPlane: string, revision: string): pulumi.Output<pulumi.URN>[] {
  return PARENTS.map((type) => {
    const component = pulumi.createUrn(controlPlane, type);
    const chart = pulumi.createUrn(istiodChartName(controlPlane), 'kubernetes:helm.sh/v4:Chart', component);
    const service = `${istiodChartName(controlPlane)}:${SYSTEM_NAMESPACE}/${istiodName(revision)}`;
    return pulumi.createUrn(service, SERVICE, chart);
  });
}

/** What the Service `istiod` of a control plane may be called if its cluster was a remote. */
function servicesOfRemote(controlPlane: string): pulumi.Output<pulumi.URN>[] {
  return PARENTS.map((type) =>
    pulumi.createUrn(remoteServiceName(controlPlane), SERVICE, pulumi.createUrn(controlPlane, type)),
  );
}

/** A transform for the istiod chart of a primary: its Service is the one that stood there while the cluster was a remote. */
export function wasServiceOfRemote(controlPlane: string): pulumi.ResourceTransform {
  return ({ opts, props, type }) =>
    type === SERVICE
      ? {
          props,
          opts: {
            ...opts,
            aliases: [...((opts.aliases ?? []) as pulumi.Input<string>[]), ...servicesOfRemote(controlPlane)],
          },
        }
      : undefined;
}
