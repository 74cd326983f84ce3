import { ETCD_URL } from '../cluster/etcd';
import type { Fault, FaultTarget } from './fault';

/** Raises or lowers the alarm by which etcd refuses writes once its disk space is used up. It stays until somebody lowers it. */
async function alarm({ cluster, onNode }: FaultTarget, action: 'ACTIVATE' | 'DEACTIVATE'): Promise<void> {
  const request = JSON.stringify({ action, memberID: '0', alarm: 'NOSPACE' });
  const post = `fetch('${ETCD_URL}/v3/maintenance/alarm', { method: 'POST', body: process.argv[1] }).then((answer) => process.exit(answer.ok ? 0 : 1))`;
  await onNode(cluster.nodes[0].name, ['node', '--eval', post, request]);
}

/** Faults of the store behind an API server. */
export const ETCD_FAULTS: readonly Fault[] = [
  {
    name: 'etcd-read-only',
    title: 'the etcd of this cluster: it has no space left, so that its API server can read and not write',
    break: (target) => alarm(target, 'ACTIVATE'),
    mend: (target) => alarm(target, 'DEACTIVATE'),
  },
];
