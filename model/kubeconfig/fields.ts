import type { MeshedClusterSpec } from '../schema/config';

/** The keys by which config says how istiods of other clusters reach an API server. */
export type ApiServerKey = keyof MeshedClusterSpec['apiServer'];

/**
 * The fate of a field on the way from the kubeconfig of a cluster to the remote secrets about it.
 *
 * - `taken over`: istiods of other clusters do the same.
 * - `added`: it stands in the remote secret beside what the cluster itself says.
 * - `refused`: istiods cannot or should not do the same, and the cluster would stay unknown to them without a word.
 * - `left out`: istiods do not need it.
 */
export type Fate = 'taken over' | 'added' | 'refused' | 'left out';

/** One field of a kubeconfig. */
export interface Field {
  readonly fate: Fate;
  /** Keys of `apiServer` that take its place: with one of them, the field of the kubeconfig does not count. */
  readonly unless: readonly ApiServerKey[];
  /** A remark for the reference. */
  readonly remark: string;
}

const NOT_THE_SAME =
  'The remote secret has the token of the reader account in place of the credentials of the kubeconfig.';

const credential = (remark = NOT_THE_SAME): Field => ({ fate: 'left out', unless: [], remark });

/** Every field of a cluster in a kubeconfig (client-go: tools/clientcmd/api/v1, Cluster). */
export const CLUSTER_FIELDS = {
  server: {
    fate: 'taken over',
    unless: ['server'],
    remark:
      'Refused if it means the machine that dials it (`localhost`, `127.0.0.1`, `kubernetes.docker.internal` and the like), or has a path: a management ' +
      'proxy at a path, such as Rancher’s, takes tokens of its own, and none of a service account.',
  },
  'tls-server-name': { fate: 'taken over', unless: ['server', 'tlsServerName'], remark: '' },
  'proxy-url': {
    fate: 'taken over',
    unless: ['server', 'proxyUrl'],
    remark: 'Refused if it means the machine that dials it. A user name and password in it are kept secret.',
  },
  'disable-compression': { fate: 'taken over', unless: ['server'], remark: '' },
  'certificate-authority-data': {
    fate: 'added',
    unless: ['server', 'certificateAuthority'],
    remark: 'The authorities of the kubeconfig, behind the cluster’s own (`ca.crt` of the reader account’s token).',
  },
  'certificate-authority': {
    fate: 'added',
    unless: ['server', 'certificateAuthority'],
    remark: 'The same, from a file. `certificate-authority-data` wins, as it does in kubectl.',
  },
  'insecure-skip-tls-verify': {
    fate: 'refused',
    unless: ['server', 'certificateAuthority', 'tlsServerName'],
    remark:
      'An istiod would send its token to any server that answers. Without verification in the kubeconfig, the certificate that the server shows may be ' +
      'any: say its authority or its name.',
  },
  extensions: { fate: 'left out', unless: [], remark: 'Notes of other programs.' },
} as const satisfies Readonly<Record<string, Field>>;

/** Every field of a user in a kubeconfig (client-go: tools/clientcmd/api/v1, AuthInfo). */
export const USER_FIELDS: Readonly<Record<string, Field>> = {
  token: credential(),
  tokenFile: credential(),
  'client-certificate': credential(),
  'client-certificate-data': credential(),
  'client-key': credential(),
  'client-key-data': credential(),
  username: credential(),
  password: credential(),
  exec: credential(),
  'auth-provider': credential(),
  as: credential('The reader account reads the cluster as itself.'),
  'as-uid': credential('The reader account reads the cluster as itself.'),
  'as-groups': credential('The reader account reads the cluster as itself.'),
  'as-user-extra': credential('The reader account reads the cluster as itself.'),
  extensions: credential('Notes of other programs.'),
};
