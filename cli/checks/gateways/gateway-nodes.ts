import type { PlacedPod } from '../../../config/pod-states';
import { lacking } from '../../../model/scheduling/pending';
import type { GatewayNodesSubject } from '../../subject';

/** One pod of a gateway, and where it runs. */
export interface GatewayNodeResult {
  readonly mesh: string;
  readonly cluster: string;
  /** For people, such as `ingress gateway public in cluster east`. */
  readonly gateway: string;
  /** The node pool that the gateway names; null if it names none. */
  readonly pool: string | null;
  /** Null if the gateway has no pod. */
  readonly pod: string | null;
  /** Null if the pod is on none. */
  readonly node: string | null;
  readonly ok: boolean;
  readonly problems: readonly string[];
}

/** Judges the pods of a gateway: each runs, and on a node of the pool that config names. */
export function judgeGatewayNodes(
  place: { readonly mesh: string; readonly cluster: string },
  { nodes, pool, title }: GatewayNodesSubject,
  pods: readonly PlacedPod[] | { readonly problem: string },
): GatewayNodeResult[] {
  const common = { ...place, gateway: title, pool: pool ?? null };
  const without = (problem: string) => [{ ...common, pod: null, node: null, ok: false, problems: [problem] }];
  if ('problem' in pods) return without(pods.problem);
  if (pods.length === 0) return without('it has no pod');
  return pods.map(({ name, node, waits }) => {
    const missing = node === undefined ? [] : lacking(nodes, node.labels);
    const problems = [
      ...(waits === undefined ? [] : [`pod ${name} waits: ${waits}`]),
      ...(node === undefined || missing.length === 0
        ? []
        : [`pod ${name} runs on node ${node.name}, which lacks ${missing.join(', ')} of node pool ${pool ?? ''}`]),
    ];
    return { ...common, pod: name, node: node?.name ?? null, ok: problems.length === 0, problems };
  });
}
