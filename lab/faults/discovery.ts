import type { Fault } from './fault';
import { bringBack, takeAway } from './saved-objects';

const NAMESPACE = 'istio-system';
const READER_ROLE = 'istio-reader-clusterrole-istio-system';

/** Faults of the way by which an istiod reads the API servers of other clusters. */
export const DISCOVERY_FAULTS: readonly Fault[] = [
  {
    name: 'reader-token',
    title: 'the token in the remote secret of this cluster: its API server no longer knows it',
    afterUndo:
      'A token that was revoked never comes back: `pulumi up --refresh` makes another one, and the remote secret with it.',
    async break({ kubectl }) {
      const list = ['get', 'secrets', '--namespace', NAMESPACE, '--output=json'];
      const { items } = JSON.parse(await kubectl(list)) as { items: { type: string; metadata: { name: string } }[] };
      for (const { metadata, type } of items)
        if (type === 'kubernetes.io/service-account-token')
          await kubectl(['delete', 'secret', metadata.name, '--namespace', NAMESPACE, '--wait']);
    },
    mend: () => Promise.resolve(),
  },
  {
    name: 'reader-role',
    title: 'the rights of the account by which other clusters read this one',
    break: (target) => takeAway(target, 'clusterrolebinding', READER_ROLE),
    mend: (target) => bringBack(target, 'clusterrolebinding', READER_ROLE),
  },
];
