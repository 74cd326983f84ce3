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

/** What the Service `istiod` of a control plane would be called if its cluster were a primary: the chart's there. */
export function serviceOfPrimary(controlPlane: string, revision: string): pulumi.Output<pulumi.URN> {
  const component = pulumi.createUrn(controlPlane, CONTROL_PLANE_TYPES.primary);
  const chart = pulumi.createUrn(istiodChartName(controlPlane), 'kubernetes:helm.sh/v4:Chart', component);
  return pulumi.createUrn(
    `${istiodChartName(controlPlane)}:${SYSTEM_NAMESPACE}/${istiodName(revision)}`,
    SERVICE,
    chart,
  );
}

/** What the Service `istiod` of a control plane would be called if its cluster were a remote. */
function serviceOfRemote(controlPlane: string): pulumi.Output<pulumi.URN> {
  return pulumi.createUrn(
    remoteServiceName(controlPlane),
    SERVICE,
    pulumi.createUrn(controlPlane, CONTROL_PLANE_TYPES.remote),
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
            aliases: [...((opts.aliases ?? []) as pulumi.Input<string>[]), serviceOfRemote(controlPlane)],
          },
        }
      : undefined;
}
