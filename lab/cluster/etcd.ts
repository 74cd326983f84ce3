import type { ClusterContext } from './context';
import { flags, type Program } from './program';

/** Where the API server finds etcd: only in the node's own network namespace, since it asks for no credentials. */
export const ETCD_URL = 'http://127.0.0.1:2379';

/** The cluster's etcd. Its data ends with the lab, so it never waits for a disk. */
export function etcd(cluster: ClusterContext): Program {
  const peer = 'http://127.0.0.1:2380';
  return {
    name: 'etcd',
    args: [
      ...flags({
        name: cluster.name,
        'data-dir': cluster.file('etcd'),
        'listen-client-urls': ETCD_URL,
        'advertise-client-urls': ETCD_URL,
        'listen-peer-urls': peer,
        'initial-advertise-peer-urls': peer,
        'initial-cluster': `${cluster.name}=${peer}`,
        logger: 'zap',
        'log-level': 'warn',
      }),
      '--unsafe-no-fsync',
    ],
  };
}
