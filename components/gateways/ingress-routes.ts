import * as k8s from '../kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import { ingressRouteName } from '../../model/names/ingress-gateway';
import type { IngressGatewayPlan, IngressPorts, IngressRoutePlan } from '../../model/plan/ingress-gateway-plan';
import type { Gateway } from './gateway';

/** Arguments of the routes of an ingress gateway. */
export interface IngressRoutesArgs {
  /** The plan of the gateway. */
  readonly plan: IngressGatewayPlan;
  /** Provider of the cluster whose istiod configures it. */
  readonly provider: k8s.Provider;
  /** An istiod there that validates them. */
  readonly validatedBy: readonly pulumi.Resource[];
}

/** Makes the Gateway and the VirtualServices by which an ingress gateway leads from host names to services. They are children of the gateway. */
export function ingressRoutes(name: string, gateway: Gateway<IngressPorts>, args: IngressRoutesArgs): void {
  const { plan } = args;
  if (plan.routes.length === 0) return; // A Gateway without hosts is refused.
  const opts = { parent: gateway, provider: args.provider, dependsOn: [...args.validatedBy] };
  new k8s.CustomResource(
    `${name}-gateway`,
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: plan.release, namespace: plan.namespace },
      spec: {
        selector: plan.selector,
        servers: [
          {
            port: { name: 'http', number: plan.port, protocol: 'HTTP' },
            hosts: plan.routes.flatMap(({ hosts }) => hosts),
          },
        ],
      },
    },
    opts,
  );
  for (const route of plan.routes) virtualService(`${name}-route.${route.name}`, plan, route, opts);
}

function virtualService(
  name: string,
  plan: IngressGatewayPlan,
  route: IngressRoutePlan,
  opts: pulumi.CustomResourceOptions,
): void {
  new k8s.CustomResource(
    name,
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: ingressRouteName(plan.key, route.name), namespace: plan.namespace },
      spec: {
        hosts: route.hosts,
        gateways: [plan.release],
        http: [{ route: [{ destination: { host: route.destination, port: { number: route.port } } }] }],
      },
    },
    opts,
  );
}
