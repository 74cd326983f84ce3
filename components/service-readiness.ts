import type * as pulumi from '@pulumi/pulumi';
import { REPLACED_ON_CLASS } from './load-balancer-class';

interface ServiceProps {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly type?: string };
}

/**
 * A transform that says when a chart's Service is ready: a load balancer as soon as it has an address, any other at once. The provider
 * would otherwise watch the endpoints of each Service for ten seconds, and it awaits the Deployments behind them anyway. A load
 * balancer of another class is another Service.
 */
export const serviceReadiness: pulumi.ResourceTransform = ({ type, props, opts }) => {
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
    opts: { ...opts, ...REPLACED_ON_CLASS },
  };
};
