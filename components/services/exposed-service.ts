import * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { CrossClusterPlan, IngressExposure, ServicePlan } from '../../model/plan/service-plan';
import { loadBalancerReplacement } from '../load-balancer-replacement';
import { type Expectation, usableAddresses } from '../load-balancer-addresses';

/** Arguments of the open side of a service. */
export interface ExposedServiceArgs {
  /** The cluster that runs its pods. */
  readonly cluster: string;
  /** The plan of the service. */
  readonly service: ServicePlan;
  /** How it is reached. */
  readonly plan: CrossClusterPlan;
  /** Name of what is made, in the namespace of the service. */
  readonly objectName: string;
}

/** The addresses come with the object, and nothing else of it is waited for: the pods behind it are somebody else's. */
const UNTIL_ADDRESSED = { 'pulumi.com/waitFor': 'jsonpath={.status.loadBalancer.ingress[0]}' };

/** A service opened in a cluster that runs it. */
export class ExposedService extends pulumi.ComponentResource {
  /** IP addresses or host names under which it is open. */
  readonly addresses: pulumi.Output<string[]>;

  constructor(name: string, args: ExposedServiceArgs, opts: pulumi.ComponentResourceOptions) {
    const { cluster, objectName, plan, service } = args;
    super('meshwork:services:ExposedService', name, { cluster }, opts);
    const metadata = { name: objectName, namespace: service.namespace };
    const child = { parent: this };
    const ports = service.ports.map(({ name: port, ...rest }) => ({ name: port, ...rest, protocol: 'TCP' }));
    // The consumers' Service either has endpoints or stands for a name, so they were planned for one kind.
    const expectation: Expectation = {
      expected: [plan.address],
      behind: `service ${service.key} in cluster ${cluster}`,
      otherwise:
        `Its address was to be of kind "${plan.address}": set meshwork:services.${service.key}.reach.address, or ask for the other kind of address ` +
        'by its class or annotations.',
    };
    if (plan.by.kind === 'loadBalancer') {
      const { annotations, ...loadBalancer } = plan.by.loadBalancer;
      const { status } = new k8s.core.v1.Service(
        `${name}-service`,
        {
          metadata: { ...metadata, annotations: { ...UNTIL_ADDRESSED, ...annotations } },
          spec: { type: 'LoadBalancer', selector: plan.selector, ports, ...loadBalancer },
        },
        { ...child, ...loadBalancerReplacement(plan.by.scope) },
      );
      this.addresses = status.loadBalancer.ingress.apply((ingress) => usableAddresses(ingress, expectation));
    } else {
      new k8s.core.v1.Service(
        `${name}-service`,
        {
          metadata: { ...metadata, annotations: { 'pulumi.com/skipAwait': 'true' } },
          spec: { selector: plan.selector, ports },
        },
        child,
      );
      const { status } = this.ingress(`${name}-ingress`, metadata, plan.by, service, child);
      this.addresses = status.loadBalancer.ingress.apply((ingress) => usableAddresses(ingress, expectation));
    }
    this.registerOutputs({ addresses: this.addresses });
  }

  private ingress(
    name: string,
    metadata: { readonly name: string; readonly namespace: string },
    by: IngressExposure,
    { ports }: ServicePlan,
    opts: pulumi.CustomResourceOptions,
  ): k8s.networking.v1.Ingress {
    const backend = { service: { name: metadata.name, port: { name: ports[0]?.name ?? '' } } };
    const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
    return new k8s.networking.v1.Ingress(
      name,
      {
        metadata: { ...metadata, annotations: { ...UNTIL_ADDRESSED, ...by.annotations } },
        spec: { ingressClassName: by.ingressClass, rules: by.hosts.map((host) => ({ host, http })) },
      },
      opts,
    );
  }
}
