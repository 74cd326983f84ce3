import { z } from 'zod';
import type { ClusterSubject, MeshSubject } from '../../subject';
import type { IstiodAnswer } from './debug-interface';

/** What one istiod knows. */
export interface ControlPlaneResult {
  readonly mesh: string;
  readonly cluster: string;
  readonly revision: string;
  /** Pod of istiod; null if there is none. */
  readonly pod: string | null;
  readonly ok: boolean;
  readonly clusters: readonly { readonly id: string; readonly status: string }[];
  readonly problems: readonly string[];
}

const clusterz = z
  .array(z.object({ id: z.string(), syncStatus: z.string() }))
  .nullable()
  .transform((list) => (list ?? []).map(({ id, syncStatus }) => ({ id, status: syncStatus })));

/** Reads `/debug/clusterz`. */
export function readClusters(text: string): ControlPlaneResult['clusters'] {
  return clusterz.parse(JSON.parse(text));
}

/** Judges what an istiod knows: every cluster that it should watch, in sync. */
export function judgeIstiod(
  mesh: MeshSubject,
  cluster: ClusterSubject,
  { answer, pod, revision }: IstiodAnswer,
): ControlPlaneResult {
  const istiod = { mesh: mesh.name, cluster: cluster.name, revision, pod };
  if ('problem' in answer) return { ...istiod, ok: false, clusters: [], problems: [answer.problem] };
  const clusters = readClusters(answer.text);
  const problems = (cluster.watches ?? []).flatMap((id) => clusterProblem(id, clusters));
  return { ...istiod, ok: problems.length === 0, clusters, problems };
}

function clusterProblem(id: string, clusters: ControlPlaneResult['clusters']): string[] {
  const status = clusters.find((known) => known.id === id)?.status;
  if (status === 'synced') return [];
  return [status === undefined ? `it does not know cluster ${id}` : `cluster ${id} is "${status}", not "synced"`];
}
