import { STATUS_CODES } from 'node:http';

/** A token that a Kubernetes cluster is asked for. */
export interface TokenRequest {
  /** With one context, the cluster's. */
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly audience: string;
  /** How long it shall hold. A cluster may grant less, or more. */
  readonly seconds: number;
}

/** The subresource by which clusters issue tokens that end. */
const SUBRESOURCE = 'serviceaccounts/token';

/**
 * Asks a cluster for a token of a service account.
 *
 * @throws Error if the cluster issues no such tokens, or none for this account. Its message holds no secret.
 */
export async function requestToken(asked: TokenRequest): Promise<string> {
  const { audience, namespace, seconds, serviceAccount } = asked;
  // The library is an ES module, which a CommonJS one can only import so.
  const { AuthenticationV1TokenRequest, CoreV1Api, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromString(asked.kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const { resources } = await told('be asked what it serves', core.getAPIResources());
  if (!resources.some(({ name }) => name === SUBRESOURCE))
    throw new Error(
      `the cluster issues no tokens that end: its API has no ${SUBRESOURCE}. Use \`identity: certificate\` for machines of this cluster.`,
    );
  const spec = { audiences: [audience], expirationSeconds: seconds };
  const body = Object.assign(new AuthenticationV1TokenRequest(), { spec });
  const { status } = await told(
    `issue a token for service account ${namespace}/${serviceAccount}`,
    core.createNamespacedServiceAccountToken({ name: serviceAccount, namespace, body }),
  );
  if (status === undefined || status.token === '')
    throw new Error(`the cluster answered without a token for service account ${namespace}/${serviceAccount}.`);
  return status.token;
}

/** Waits for an answer, and says in words what could not be done. The library's own errors hold whole answers. */
async function told<T>(what: string, answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw new Error(`the cluster could not ${what}: ${reasonOf(error)}`);
  });
}

function reasonOf(error: unknown): string {
  const { body, code } = error as { readonly body?: unknown; readonly code?: unknown };
  if (typeof code !== 'number') return error instanceof Error ? error.message : 'for an unknown reason';
  return `${code} ${messageOf(body) ?? STATUS_CODES[code] ?? ''}`.trim();
}

/** The message of a Kubernetes Status, if an answer is one. */
function messageOf(body: unknown): string | undefined {
  try {
    const { message } = (typeof body === 'string' ? JSON.parse(body) : body) as { readonly message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
