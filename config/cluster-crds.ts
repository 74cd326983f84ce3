import { z } from 'zod';
import { type FoundCrd, isIstioCrd, RELEASE_LABEL } from '../model/rules/external-crds';
import { clusterLists } from './cluster-api';

/** Where an API server lists CRDs. */
export const CRDS_PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

const list = z.object({
  // An API server writes an empty list as null.
  items: z
    .array(z.object({ metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }) }))
    .nullable(),
});

/**
 * Asks a cluster for Istio's CRDs.
 *
 * @param kubeconfig With one context, the cluster's.
 * @throws Error if it cannot be asked, or may not.
 */
export async function istioCrdsOf(kubeconfig: string): Promise<FoundCrd[]> {
  const get = await clusterLists(kubeconfig);
  const { data, success } = list.safeParse(await get(CRDS_PATH, 'metadata'));
  if (!success) throw new Error('the API server answered with something that is no list of CRDs');
  return (data.items ?? [])
    .filter(({ metadata }) => isIstioCrd(metadata.name))
    .map(({ metadata }) => ({ name: metadata.name, release: metadata.labels?.[RELEASE_LABEL] }));
}
