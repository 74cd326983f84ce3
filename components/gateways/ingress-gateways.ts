import type { IngressGatewayPlan, IngressPorts } from '../../model/plan/ingress-gateway-plan';
import { ingressGatewaysOf, type Plan } from '../../model/plan/plan';
import { type Accesses, accessTo } from '../cluster/access';
import { Made } from '../made';
import type { MadeBefore } from '../made-before';
import type { RolloutWait } from '../rollout/rollout';
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
  /** Waits until a gateway runs. */
  readonly awaitRollout: RolloutWait;
}

/** An ingress gateway in one of its clusters. */
interface Placed {
  readonly plan: IngressGatewayPlan;
  readonly gateway: Gateway<IngressPorts>;
  readonly certificates: IngressCertificates | undefined;
}

/** The ingress gateways of a plan, with their certificates and routes. */
export class IngressGateways {
  /** Gateways by the name of their component. */
  readonly gateways = new Made<Gateway<IngressPorts>>();
  /** Certificates of those that end TLS, by key: they are the same in each cluster of a gateway. */
  readonly certificates = new Made<IngressCertificates>();

  constructor(private readonly args: IngressGatewaysArgs) {
    const plans = ingressGatewaysOf(args.plan);
    for (const key of new Set(plans.map((plan) => plan.key))) {
      const placed = plans.filter((plan) => plan.key === key).map((plan) => this.place(plan));
      for (const istiod of new Set(placed.map(({ plan }) => plan.configuredIn)))
        this.routes(placed.filter(({ plan }) => plan.configuredIn === istiod));
    }
  }

  private place(plan: IngressGatewayPlan): Placed {
    const { accesses, awaitRollout, made } = this.args;
    const { cluster, configuredIn, name, names } = plan;
    const configured = made.dependencies.the(configuredIn);
    const here = made.dependencies.the(cluster);
    const injectedBy = [...here.ofInjection, ...configured.istiods, ...here.devicePlugins];
    const { provider } = made.clusters.the(cluster);
    const { kubeconfig } = accessTo(cluster, accesses);
    const aliases = names.former === undefined ? [] : [{ name: names.former }];
    const gateway = new Gateway(name, { plan, provider, kubeconfig, injectedBy, awaitRollout }, { aliases });
    this.gateways.set(name, gateway);
    return { plan, gateway, certificates: this.certificatesOf(plan, gateway) };
  }

  /** What an istiod reads is there once for all clusters that it serves, below the gateway in the first of them. */
  private routes(placed: readonly Placed[]): void {
    const [first] = placed;
    if (first === undefined) return;
    const { made } = this.args;
    const { gateway, plan } = first;
    ingressRoutes(gateway, {
      plan,
      provider: made.clusters.the(plan.configuredIn).provider,
      validatedBy: made.dependencies.the(plan.configuredIn).ofConfig,
      secrets: placed.flatMap(({ certificates }) => certificates?.secrets ?? []),
    });
  }

  private certificatesOf(plan: IngressGatewayPlan, parent: Gateway<IngressPorts>): IngressCertificates | undefined {
    if (plan.tlsServers.length === 0) return undefined;
    const { certificateKeys: keys, made } = this.args;
    const { namespace, provider } = made.clusters.the(plan.cluster);
    const name = `${plan.name}-certificates`;
    const elsewhere = this.certificates.get(plan.key);
    const args = { plan, keys, provider, namespace, issued: elsewhere?.issued };
    const certificates = new IngressCertificates(name, args, { parent });
    if (elsewhere === undefined) this.certificates.set(plan.key, certificates);
    return certificates;
  }
}
