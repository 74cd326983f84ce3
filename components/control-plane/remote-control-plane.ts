import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { loadBalancerEndpoints } from '../../model/plan/load-balancer-endpoints';
import { GATEWAY_PORTS } from '../../model/names/east-west-gateway';
import { istiodName } from '../../model/names/istiod';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { RemoteControlPlanePlan } from '../../model/plan/control-plane-plan';
import type { IstiodReach } from '../../model/plan/east-west-gateway-plan';
import { istioChart } from '../charts';
import type { Cluster } from '../cluster/cluster';
import { CONTROL_PLANE_TYPES, istiodChartName, remoteServiceName, servicesOfPrimary } from './role-aliases';

/** Arguments of a remote's control plane. */
export interface RemoteControlPlaneArgs {
  /** The plan of the control plane. */
  readonly plan: RemoteControlPlanePlan;
  /** The remote. */
  readonly cluster: Cluster;
  /** Where the primary's east-west gateway is reached; known no earlier than it is there. */
  readonly primaryAddresses: pulumi.Output<string[]>;
}

/**
 * A control plane that lives elsewhere: a Service `istiod` that leads to the primary's east-west gateway, and the webhook that has pods
 * injected by it. The Service is not the chart's, because its address is unknown until the gateway has one. Where the gateway only has a host
 * name, the Service is another name for it and serves proxies only: API servers call no webhook behind such a Service (istio/istio#45014).
 */
export class RemoteControlPlane extends pulumi.ComponentResource {
  /** The istiod chart of the remote: webhook, and the roles by which the primary reads and writes. */
  readonly istiod: k8s.Chart;

  constructor(name: string, args: RemoteControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    const { plan } = args;
    const { base, cni, namespace, plan: cluster, provider } = args.cluster;
    super(
      CONTROL_PLANE_TYPES.remote,
      name,
      { cluster: cluster.name, servedBy: plan.servedBy, revision: plan.revision },
      { ...opts, aliases: [{ type: CONTROL_PLANE_TYPES.primary }] },
    );
    const child = { parent: this, provider, dependsOn: namespace };
    const { reach } = plan;
    const reached =
      reach.by === 'hostname'
        ? hostnameService(name, plan.revision, onceThere(reach.hostname, args.primaryAddresses), child)
        : addressService(name, plan.revision, { addresses: args.primaryAddresses, ports: reach.ports }, child);
    this.istiod = istioChart(
      istiodChartName(name),
      { source: plan.charts, chart: 'istiod', release: plan.istiod, values: plan.values },
      // A webhook without an address behind it would keep every injected pod from starting.
      { ...child, dependsOn: [base, reached, ...(cni === undefined ? [] : [cni])] },
    );
    this.registerOutputs({});
  }
}

type IstiodPorts = Extract<IstiodReach, { by: 'addresses' }>['ports'];

function metadataOf(revision: string) {
  return { name: istiodName(revision), namespace: SYSTEM_NAMESPACE };
}

/** Nothing in the remote stands behind its Service, so there is nothing to wait for. */
const UNAWAITED = { 'pulumi.com/skipAwait': 'true' };

/**
 * The Service of a cluster that was a primary gives way to the remote's. It is replaced, because Kubernetes leaves the addresses of pods behind a
 * Service that loses its selector.
 */
function afterPrimary(name: string, revision: string): pulumi.CustomResourceOptions {
  return {
    aliases: servicesOfPrimary(name, revision),
    replaceOnChanges: ['spec.selector'],
    deleteBeforeReplace: true,
  };
}

/** A Service without pods, and the addresses behind it. */
function addressService(
  name: string,
  revision: string,
  gateway: { readonly addresses: pulumi.Output<string[]>; readonly ports: IstiodPorts },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const { addresses, ports } = gateway;
  const metadata = metadataOf(revision);
  const reached = addresses.apply(loadBalancerEndpoints);
  const behind = [
    { name: 'tcp-istiod', port: GATEWAY_PORTS.istiod, targetPort: ports.istiod },
    { name: 'tcp-webhook', port: 443, targetPort: ports.webhook },
  ];
  new k8s.core.v1.Service(
    remoteServiceName(name),
    {
      metadata: { ...metadata, annotations: UNAWAITED },
      spec: { ports: behind.map((port) => ({ ...port, protocol: 'TCP' })) },
    },
    { ...opts, ...afterPrimary(name, revision) },
  );
  return new k8s.discovery.v1.EndpointSlice(
    `${name}-endpoints`,
    {
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': metadata.name } },
      addressType: reached.addressType,
      endpoints: reached.endpoints,
      ports: behind.map((port) => ({ name: port.name, port: port.targetPort, protocol: 'TCP' })),
    },
    opts,
  );
}

/** A Service that is another name for a host. */
function hostnameService(
  name: string,
  revision: string,
  hostname: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const metadata = { ...metadataOf(revision), annotations: UNAWAITED };
  return new k8s.core.v1.Service(
    remoteServiceName(name),
    { metadata, spec: { type: 'ExternalName', externalName: hostname } },
    { ...opts, ...afterPrimary(name, revision) },
  );
}

/** A value of config that is of use only once something is there. */
function onceThere<T>(value: T, there: pulumi.Output<unknown>): pulumi.Output<T> {
  return there.apply(() => value);
}
