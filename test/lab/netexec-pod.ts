import { PORTS } from '../../cli/workloads/names';
import type { Lab } from '../../lab/lab';
import { ApiServer } from './api-server';

/** Where netexec serves HTTP in its pod. */
export const NETEXEC_PORT = PORTS.netexec;

/** A pod of agnhost's netexec, which answers requests and makes them when it is asked to. */
export interface NetexecPod {
  /** Also its label `app`. */
  readonly name: string;
  readonly namespace: string;
  /** Name of its service account. Default: its own name. */
  readonly serviceAccount?: string;
  /** Whether the API server, which is in no mesh, asks it for requests: it has to get past the pod's proxy. Default: false. */
  readonly asked?: boolean;
  /** How long each certificate of its proxy lasts; halfway to its end there is a new one. Default: Istio's, a day. */
  readonly certificateLifetime?: string;
  /** Whether it keeps to Pod Security `restricted`. Default: false. */
  readonly restricted?: boolean;
}

/** What Pod Security `restricted` asks of a pod and of its containers. */
const RESTRICTED = {
  pod: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
  container: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

/** The objects for such a pod, its account first: Kubernetes makes no pod without an account, and a namespace gets its default one with a delay. */
export async function netexecPod(lab: Lab, pod: NetexecPod): Promise<object[]> {
  const { asked = false, certificateLifetime, name, namespace, restricted = false, serviceAccount = name } = pod;
  const annotations = {
    ...(asked ? { 'traffic.sidecar.istio.io/excludeInboundPorts': String(NETEXEC_PORT) } : {}),
    ...(certificateLifetime === undefined
      ? {}
      : { 'proxy.istio.io/config': JSON.stringify({ proxyMetadata: { SECRET_TTL: certificateLifetime } }) }),
  };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount, namespace } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels: { app: name }, annotations },
      spec: {
        serviceAccountName: serviceAccount,
        // No connection here needs draining.
        terminationGracePeriodSeconds: 1,
        ...(restricted ? { securityContext: RESTRICTED.pod } : {}),
        containers: [
          {
            name: 'netexec',
            image: (await lab.images()).agnhost,
            args: ['netexec', `--http-port=${NETEXEC_PORT}`],
            ...(restricted ? { securityContext: RESTRICTED.container } : {}),
            // Ready once it listens. Not a readiness probe: one that a busy machine answers late would take the pod out of its Services.
            startupProbe: {
              httpGet: { path: '/healthz', port: NETEXEC_PORT },
              periodSeconds: 1,
              timeoutSeconds: 10,
              failureThreshold: 300,
            },
          },
        ],
      },
    },
  ];
}

/** A Service before netexec pods. */
export interface NetexecService {
  readonly name: string;
  readonly namespace: string;
  /** The pods behind it, by their label. Default: those of its name. */
  readonly app?: string;
  /** Default: that of Kubernetes, `ClusterIP`. */
  readonly type?: 'LoadBalancer';
}

/** The object for such a Service, at port 80 as HTTP. */
export function netexecService({ app, name, namespace, type }: NetexecService): object {
  const ports = [{ name: 'http', port: 80, targetPort: NETEXEC_PORT }];
  const spec = { selector: { app: app ?? name }, ports, ...(type === undefined ? {} : { type }) };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec };
}

/** Where a netexec pod is. */
export interface NetexecAddress {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
}

/** An answer of netexec: status 500 with the reason if none came, 400 if it refused the request. */
export interface NetexecAnswer {
  readonly status: number;
  readonly body: string;
}

/** Asks a netexec pod for a path. The API server passes the request on, so no shell is needed in the pod, and passes refusals back. */
export async function askNetexec(
  lab: Lab,
  { cluster, namespace, pod }: NetexecAddress,
  path: string,
): Promise<NetexecAnswer> {
  const server = await ApiServer.of(lab, cluster);
  const url = `/api/v1/namespaces/${namespace}/pods/${pod}:${NETEXEC_PORT}/proxy${path}`;
  // A broken connection counts as no answer.
  const { status, body } = await server.get(url).catch((error: unknown) => ({ status: 500, body: String(error) }));
  return { status: status === 200 || status === 400 ? status : 500, body };
}
