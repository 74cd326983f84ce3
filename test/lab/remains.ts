import { strict as assert } from 'node:assert';
import type { Lab } from '../../lab/lab';

const CLUSTER_SCOPED =
  'customresourcedefinitions,clusterroles,clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations,namespaces';

/** Cluster-scoped objects of Istio in a cluster, as `kind.group/name`. */
export async function remainsOfIstio(lab: Lab, cluster: string): Promise<string[]> {
  const names = await lab.kubectl(cluster, 'get', CLUSTER_SCOPED, '-o', 'name');
  return names
    .split('\n')
    .filter((name) => name.includes('istio'))
    .sort();
}

/** Fails if any cluster-scoped object of Istio is in a cluster of the lab. */
export async function assertNothingOfIstio(lab: Lab): Promise<void> {
  for (const cluster of (await lab.clusters()).keys())
    assert.deepEqual(await remainsOfIstio(lab, cluster), [], cluster);
}
