import type { IngressGatewayPlan, IngressPorts } from '../../model/plan/ingress-gateway-plan';
import { ingressGatewaysOf, type Plan } from '../../model/plan/plan';
import { type Accesses, accessTo } from '../cluster/access';
import { Made } from '../made';
import type { MadeBefore } from '../made-before';
import { Gateway } from './gateway';
import { type CertificateKeys, IngressCertificates } from './ingress-certificates';
import { ingressRoutes } from './ingress-routes';

/** Arguments of ingress gateways. */
export interface IngressGatewaysArgs {
  readonly plan: Plan;
  readonly accesses: Accesses;
  /** Private keys of given certificates, by ingress gateway and server. Secret. */
  readonly certificateKeys: CertificateKeys;
  readonly made: MadeBefore;
}

/** The ingress gateways of a plan, with their certificates and routes. */
export class IngressGateways {
  /** Gateways by key. */
  readonly gateways = new Made<Gateway<IngressPorts>>();
  /** Certificates of those that end TLS, by key. */
  readonly certificates = new Made<IngressCertificates>();

  constructor(private readonly args: IngressGatewaysArgs) {
    for (const gateway of ingressGatewaysOf(args.plan)) this.gateway(gateway);
  }

  private gateway(plan: IngressGatewayPlan): void {
    const { accesses, made } = this.args;
    const { cluster, configuredIn, key, name } = plan;
    const configured = made.dependencies.the(configuredIn);
    const here = made.dependencies.the(cluster);
    const injectedBy = [...here.ofInjection, ...configured.istiods, ...here.devicePlugins];
    const { provider } = made.clusters.the(cluster);
    const { kubeconfig } = accessTo(cluster, accesses);
    const gateway = new Gateway(name, { plan, provider, kubeconfig, injectedBy });
    this.gateways.set(key, gateway);
    const certificates = this.certificatesOf(plan, gateway);
    if (certificates !== undefined) this.certificates.set(key, certificates);
    ingressRoutes(name, gateway, {
      plan,
      provider: made.clusters.the(configuredIn).provider,
      validatedBy: configured.ofConfig,
      secrets: certificates?.secrets ?? [],
    });
  }

  private certificatesOf(plan: IngressGatewayPlan, parent: Gateway<IngressPorts>): IngressCertificates | undefined {
    if (plan.https.length === 0) return undefined;
    const { certificateKeys: keys, made } = this.args;
    const { namespace, provider } = made.clusters.the(plan.cluster);
    return new IngressCertificates(`${plan.name}-certificates`, { plan, keys, provider, namespace }, { parent });
  }
}
