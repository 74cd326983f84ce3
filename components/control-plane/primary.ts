import type * as pulumi from '@pulumi/pulumi';
import type { ClusterPlan } from '../../model/plan/cluster-plan';
import type { Cluster } from '../cluster/cluster';
import { ServiceExposure } from '../gateways/service-exposure';
import type { Mesh } from '../mesh';
import type { RolloutWait } from '../rollout/rollout';
import { IntermediateCa } from '../trust/intermediate-ca';
import { TrustBundle } from '../trust/trust-bundle';
import { ControlPlaneExposure } from './control-plane-exposure';
import { MeshMtls } from './mesh-mtls';
import { PrimaryControlPlane } from './primary-control-plane';

/** Arguments of a primary. */
export interface PrimaryArgs {
  /** The plan of the cluster. */
  readonly plan: ClusterPlan;
  /** The cluster. */
  readonly cluster: Cluster;
  /** Its mesh. */
  readonly mesh: Mesh;
  /** The meshes whose roots its proxies trust, its own among them. */
  readonly trusts: readonly Mesh[];
  /** Waits until an istiod runs. */
  readonly awaitRollout: RolloutWait;
  /** The key of its intermediate, PEM, if that is ready-made. Secret. */
  readonly intermediateKey: string | undefined;
}

/** The trust and the control planes of a cluster that runs its own istiods, and the policies that they read. */
export class Primary {
  /** The authority that its istiods sign with. */
  readonly intermediate: IntermediateCa;
  /** The roots that its proxies trust. */
  readonly trustBundle: TrustBundle;
  /** The objects that open its istiods on its east-west gateway. */
  readonly exposures: readonly pulumi.Resource[];
  /** Its control planes, one for each revision. */
  readonly controlPlanes: readonly PrimaryControlPlane[];

  constructor({ awaitRollout, cluster, intermediateKey, mesh, plan, trusts }: PrimaryArgs) {
    const { exposes, name } = plan;
    this.intermediate = new IntermediateCa(`${name}-intermediate-ca`, { mesh, cluster, givenKey: intermediateKey });
    this.trustBundle = new TrustBundle(`${name}-trust-bundle`, { cluster, trusts });
    const { intermediate, trustBundle } = this;
    this.controlPlanes = plan.controlPlanes.flatMap((controlPlane) => {
      if (controlPlane.role !== 'primary') return [];
      const args = { plan: controlPlane, cluster, intermediate, trustBundle, awaitRollout };
      return [new PrimaryControlPlane(controlPlane.name, args)];
    });
    this.exposures = this.controlPlanes.flatMap((controlPlane) =>
      controlPlane.plan.exposed
        ? new ControlPlaneExposure(`${controlPlane.plan.name}-exposure`, { cluster, controlPlane }).objects
        : [],
    );
    const { validations } = this;
    new MeshMtls(`${name}-mtls`, { mesh: mesh.plan, cluster, validatedBy: validations });
    if (exposes.length > 0) new ServiceExposure(`${name}-service-exposure`, { cluster, validatedBy: validations });
  }

  /** Resources that are ready once API servers reach its istiods. */
  get validations(): pulumi.Resource[] {
    return this.controlPlanes.map(({ validation }) => validation);
  }
}
