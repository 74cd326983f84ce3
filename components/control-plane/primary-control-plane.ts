import type * as k8s from '../kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import type { PrimaryControlPlanePlan } from '../../model/plan/control-plane-plan';
import { istioChart } from '../charts';
import { AwaitedRollout } from '../rollout/awaited-rollout';
import type { RolloutWait } from '../rollout/rollout';
import type { Cluster } from '../cluster/cluster';
import type { IntermediateCa } from '../trust/intermediate-ca';
import type { TrustBundle } from '../trust/trust-bundle';
import { CONTROL_PLANE_TYPES, istiodChartName, wasServiceOfRemote } from './role-aliases';
import { istiodReached } from './istiod-reached';
import { istiodDeployment } from './istiod-deployment';

/** Arguments of a primary's control plane. */
export interface PrimaryControlPlaneArgs {
  /** The plan of the control plane. */
  readonly plan: PrimaryControlPlanePlan;
  /** The cluster that it runs in. */
  readonly cluster: Cluster;
  /** The authority that it signs with. */
  readonly intermediate: IntermediateCa;
  /** The roots that its proxies trust. */
  readonly trustBundle: TrustBundle;
  /** Waits until its istiod runs. */
  readonly awaitRollout: RolloutWait;
}

/** An istiod of its own, of one revision. */
export class PrimaryControlPlane extends pulumi.ComponentResource {
  /** The plan that it was made from. */
  readonly plan: PrimaryControlPlanePlan;
  /** The istiod chart once its pods run; what needs injection depends on it, and pods that are refused are tried again. */
  readonly istiod: pulumi.Input<k8s.Chart>;
  /** Says that API servers reach istiod's webhook; what it validates depends on it. */
  readonly validation: pulumi.Resource;

  constructor(name: string, args: PrimaryControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    const { plan } = args;
    const { base, cni, kubeconfig, plan: cluster, provider } = args.cluster;
    super(
      CONTROL_PLANE_TYPES.primary,
      name,
      { cluster: cluster.name, revision: plan.revision },
      { ...opts, aliases: [{ type: CONTROL_PLANE_TYPES.remote }] },
    );
    this.plan = plan;
    const istiod = {
      title: `istiod of revision ${plan.revision} in cluster ${cluster.name}`,
      ...({ kind: 'Deployment', name: plan.istiod, namespace: SYSTEM_NAMESPACE } as const),
      selector: { app: 'istiod', 'istio.io/rev': plan.revision },
      kubeconfig,
    };
    const rollout = new AwaitedRollout(name, istiod, args.awaitRollout);
    const chart = istioChart(
      istiodChartName(name),
      { source: plan.charts, chart: 'istiod', release: plan.istiod, values: plan.values },
      // istiod reads `cacerts` once, when it starts: without it, it would make a root of its own.
      {
        parent: this,
        provider,
        dependsOn: [base, ...(cni === undefined ? [] : [cni]), args.intermediate.cacerts, args.trustBundle.configMap],
        transforms: [wasServiceOfRemote(name), istiodDeployment, rollout.transform],
      },
    );
    this.istiod = rollout.of(chart, chart.resources);
    this.validation = istiodReached(`${name}-reached`, plan.revision, {
      parent: this,
      provider,
      dependsOn: this.istiod,
    });
    this.registerOutputs({});
  }
}
