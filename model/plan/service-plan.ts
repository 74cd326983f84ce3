import { serviceNames } from '../names';
import { meshedClusters, servedBy } from '../topology/membership';
import type { ServiceSpec, Spec } from '../schema/config';
import { byName } from './by-name';
import { type LoadBalancerPlan, planLoadBalancer } from './load-balancer';

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
  /** The clusters whose istiods are told that pods of the service take plaintext on its ports. */
  readonly plaintextIn: readonly string[];
  readonly by: LoadBalancerExposure | IngressExposure;
}

/** A load balancer of the service's own. */
export interface LoadBalancerExposure {
  readonly kind: 'loadBalancer';
  readonly loadBalancer: LoadBalancerPlan;
}

/** An Ingress, served by a controller that is there already. */
export interface IngressExposure {
  readonly kind: 'ingress';
  readonly ingressClass: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Host names by which consumers call it. An Ingress tells services apart by them. */
  readonly hosts: readonly string[];
}

/** Plans one declared service. */
export function planService(key: string, service: ServiceSpec, spec: Spec): ServicePlan {
  const name = service.service ?? key;
  const { namespace } = service;
  return {
    key,
    name,
    namespace,
    clusters: [...service.clusters].sort(),
    ports: byName(service.ports).map(([portName, { appProtocol, port, targetPort }]) => ({
      name: portName,
      port,
      targetPort: targetPort ?? port,
      appProtocol,
    })),
    stubs: stubsOf(service, spec),
    crossCluster: crossCluster(name, service, spec),
  };
}

/** The clusters that get a Service without pods for a service: those of its meshes that resolve names by stubs, and run none of it. */
export function stubsOf(service: ServiceSpec, spec: Spec): string[] {
  const clusters = meshedClusters(spec);
  const meshes = new Set(service.clusters.map((cluster) => clusters[cluster]?.mesh));
  return Object.keys(clusters)
    .filter((cluster) => {
      const mesh = clusters[cluster]?.mesh ?? '';
      return meshes.has(mesh) && spec.meshes[mesh]?.dns === 'stubs' && !service.clusters.includes(cluster);
    })
    .sort();
}

function crossCluster(name: string, service: ServiceSpec, spec: Spec): CrossClusterPlan | undefined {
  const { clusters, namespace, reach, selector } = service;
  if (reach === undefined) return undefined;
  return {
    consumers: [...reach.from].sort(),
    selector: selector ?? {},
    plaintextIn: reach.acceptPlaintext ? istiodsOf(clusters, spec) : [],
    by:
      'loadBalancer' in reach.by
        ? { kind: 'loadBalancer', loadBalancer: planLoadBalancer(reach.by.loadBalancer, 'service') }
        : {
            kind: 'ingress',
            ingressClass: reach.by.ingress.class,
            annotations: reach.by.ingress.annotations,
            hosts: serviceNames(name, namespace),
          },
  };
}

/** The clusters whose istiods read policies for pods of these clusters. */
export function istiodsOf(clusters: readonly string[], spec: Spec): string[] {
  return [...new Set(clusters.flatMap((name) => servedBy(name, spec) ?? []))].sort();
}
