import type * as pulumi from '@pulumi/pulumi';
import { loadBalancerReplacement } from './load-balancer-replacement';

interface ServiceProps {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly type?: string };
}

/**
 * A transform that says when a chart's Service is ready: a load balancer as soon as it has an address, any other at once. The provider
 * would otherwise watch the endpoints of each Service for ten seconds, and it awaits the Deployments behind them anyway. A load
 * balancer of another class or scope is another Service.
 *
 * @param scope From where the load balancer is to be reached, if there is one.
 */
export function serviceReadiness(scope: string | undefined): pulumi.ResourceTransform {
  return ({ type, props, opts }) => {
    if (type !== 'kubernetes:core/v1:Service') return undefined;
    const service = props as ServiceProps;
    const awaiting =
      service.spec?.type === 'LoadBalancer'
        ? { 'pulumi.com/waitFor': 'jsonpath={.status.loadBalancer.ingress[0]}' }
        : { 'pulumi.com/skipAwait': 'true' };
    return {
      props: {
        ...service,
        metadata: { ...service.metadata, annotations: { ...awaiting, ...service.metadata.annotations } },
      },
      opts: { ...opts, ...loadBalancerReplacement(scope) },
    };
  };
}
