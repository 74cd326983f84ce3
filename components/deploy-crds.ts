import * as pulumi from '@pulumi/pulumi';
import type { Reading } from '../config/read';
import { IstioCrds } from './cluster/istio-crds';

/** Makes Istio's CRDs in every cluster that is in a mesh, for a stack that makes nothing else. */
export function deployCrds({ accesses, plan }: Reading): void {
  for (const cluster of plan.clusters) {
    const access = accesses[cluster.name];
    if (access === undefined) throw new Error(`There is no access to cluster ${cluster.name}.`);
    new IstioCrds(cluster.name, { cluster, kubeconfig: pulumi.secret(access.kubeconfig) });
  }
}
