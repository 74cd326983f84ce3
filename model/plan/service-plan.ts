import { serviceNames } from '../names/service';
import type { ServiceSpec } from '../schema/config';
import { byName } from '../topology/by-name';
import { isMeshed, primaryOf } from '../topology/clusters';
import type { Service } from '../topology/services';
import { type LoadBalancerPlan, planLoadBalancer } from './load-balancer';
import { loadBalancerScope } from '../load-balancers/annotations';
import { type AddressKind, reachAddresses } from '../topology/reach-addresses';

/** A declared service. */
export interface ServicePlan {
  /** Its key in the config; names of Pulumi resources start with it. */
  readonly key: string;
  /** Name of its Service. */
  readonly name: string;
  readonly namespace: string;
  /** The clusters that run its pods. */
  readonly clusters: readonly string[];
  readonly ports: readonly ServicePortPlan[];
  /** Whether its Service has no cluster IP. */
  readonly headless: boolean;
  /** The clusters of meshes with `dns: stubs` in which a Service without pods lets its name resolve. */
  readonly stubs: readonly string[];
  /** How clusters outside its mesh reach it, if they do. */
  readonly crossCluster: CrossClusterPlan | undefined;
}

/** One port of a declared service. */
export interface ServicePortPlan {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number | string;
  readonly appProtocol: string;
}

/** How a service is reached from clusters outside its mesh. */
export interface CrossClusterPlan {
  /** The clusters in which it appears. */
  readonly consumers: readonly string[];
  /** Labels of its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** The clusters whose istiods get a policy that lets pods of the service take plaintext on its ports. */
  readonly plaintextIn: readonly string[];
  readonly by: LoadBalancerExposure | IngressExposure;
  /** The kind of address that it is open at. */
  readonly address: AddressKind;
}

/** A load balancer of the service's own. */
export interface LoadBalancerExposure {
  readonly kind: 'loadBalancer';
  readonly loadBalancer: LoadBalancerPlan;
  /** From where it is to be reached. */
  readonly scope: string;
}

/** An Ingress, served by a controller that is there already. */
export interface IngressExposure {
  readonly kind: 'ingress';
  readonly ingressClass: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Host names by which consumers call it. An Ingress tells services apart by them. */
  readonly hosts: readonly string[];
}

/** Where ingress controllers serve HTTP, whatever the port of the service behind them. */
export const INGRESS_CONTROLLER_PORT = 80;

type ServicePortSpec = ServiceSpec['ports'][string];

/** Plans one declared service. */
export function planService(service: Service): ServicePlan {
  const { clusters, key, name, spec } = service;
  return {
    key,
    name,
    namespace: spec.namespace,
    clusters: clusters.map((cluster) => cluster.name),
    ports: planServicePorts(spec.ports),
    headless: spec.headless,
    stubs: stubsOf(service),
    crossCluster: crossCluster(service),
  };
}

/** Plans the ports of a service, by their names. */
export function planServicePorts(ports: Readonly<Record<string, ServicePortSpec>>): ServicePortPlan[] {
  return byName(ports).map(([name, { appProtocol, port, targetPort }]) => ({
    name,
    port,
    targetPort: targetPort ?? port,
    appProtocol,
  }));
}

/** The clusters that get a Service without pods for a service: they do not run it, and their mesh resolves names by stubs. */
export function stubsOf({ clusters }: Service): string[] {
  const meshes = new Set(clusters.filter(isMeshed).map(({ mesh }) => mesh));
  return [...meshes]
    .filter(({ spec }) => spec.dns === 'stubs')
    .flatMap((mesh) => mesh.clusters.filter((cluster) => !clusters.includes(cluster)))
    .map(({ name }) => name)
    .sort();
}

function crossCluster(service: Service): CrossClusterPlan | undefined {
  const { consumers, name, spec } = service;
  const { namespace, reach, selector } = spec;
  if (reach === undefined) return undefined;
  return {
    consumers: consumers.map((consumer) => consumer.name),
    selector: selector ?? {},
    plaintextIn: reach.acceptPlaintext ? istiodsOf(service) : [],
    by:
      'loadBalancer' in reach.by
        ? {
            kind: 'loadBalancer',
            loadBalancer: planLoadBalancer(reach.by.loadBalancer, {
              kind: 'service',
              ports: Object.values(spec.ports).map(({ port }) => port),
            }),
            scope: loadBalancerScope(reach.by.loadBalancer, 'service'),
          }
        : {
            kind: 'ingress',
            ingressClass: reach.by.ingress.class,
            annotations: reach.by.ingress.annotations,
            hosts: serviceNames(name, namespace),
          },
    address: reachAddresses(service).has('hostname') ? 'hostname' : 'ip',
  };
}

/** The clusters whose istiods read policies for the pods of a service. */
export function istiodsOf({ clusters }: Service): string[] {
  return [...new Set(clusters.filter(isMeshed).map((cluster) => primaryOf(cluster).name))].sort();
}
