import { z } from 'zod';

/** An address that a proxy connects to for a service. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** Requests that were answered there without a server error. */
  readonly requests: number;
  /** Connections that could not be made, failed handshakes included. */
  readonly connectFailures: number;
}

/** The certificate that a proxy presents to its peers, and the roots that it trusts. Envoy never shows keys. */
export interface ProxyCertificates {
  /** Workload certificate, then the intermediates up to its root, PEM. */
  readonly chain: string;
  /** Roots, PEM. */
  readonly trusted: string;
}

const clusters = z.object({
  cluster_statuses: z
    .array(
      z.object({
        name: z.string(),
        host_statuses: z
          .array(
            z.object({
              address: z.object({
                socket_address: z.object({ address: z.string(), port_value: z.number() }).optional(),
              }),
              // Envoy leaves a value of zero out.
              stats: z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

const inline = z.object({ inline_bytes: z.string() });
const secrets = z.object({
  configs: z
    .array(
      z.object({
        name: z.string(),
        secret: z
          .object({
            tls_certificate: z.object({ certificate_chain: inline }).optional(),
            validation_context: z.object({ trusted_ca: inline.optional() }).optional(),
          })
          .optional(),
      }),
    )
    .default([]),
});

/** Path of Envoy's admin interface for its upstream clusters. */
export const CLUSTERS_PATH = '/clusters?format=json';

/** Path of Envoy's admin interface for the certificates that it got by SDS. */
export const SECRETS_PATH = '/config_dump?resource=dynamic_active_secrets';

/** Path of Envoy's admin interface for how a proxy connects to a service. */
export function clusterConfigPath(host: string, port: number): string {
  const name = `^outbound.${port}..${host.replaceAll('.', '[.]')}$`;
  return `/config_dump?${new URLSearchParams({ resource: 'dynamic_active_clusters', name_regex: name }).toString()}`;
}

/** The endpoints that a proxy has for a service, or undefined if it does not know the service. */
export function endpointsOf(body: string, host: string, port: number): Endpoint[] | undefined {
  const { cluster_statuses: statuses } = clusters.parse(JSON.parse(body));
  const status = statuses.find(({ name }) => name === `outbound|${port}||${host}`);
  return status?.host_statuses.flatMap(({ address: { socket_address: socket }, stats }) =>
    socket === undefined
      ? []
      : [
          {
            address: socket.address,
            port: socket.port_value,
            requests: statistic(stats, 'rq_success'),
            connectFailures: statistic(stats, 'cx_connect_fail'),
          },
        ],
  );
}

/** The workload certificate and the roots of a proxy, as Istio's agent gives them to it. */
export function proxyCertificates(body: string): ProxyCertificates {
  const { configs } = secrets.parse(JSON.parse(body));
  const secret = (name: string) => configs.find((config) => config.name === name)?.secret;
  return {
    chain: decode(secret('default')?.tls_certificate?.certificate_chain.inline_bytes),
    trusted: decode(secret('ROOTCA')?.validation_context?.trusted_ca?.inline_bytes),
  };
}

/** Identities that a proxy accepts of a service's servers, in whichever form this version of Istio writes them. */
export function acceptedIdentities(body: string): string[] {
  const exact = /"match_(?:typed_)?subject_alt_names":\s*\[([^\]]*)\]/g;
  const identities = [...body.matchAll(exact)].flatMap(([, list]) =>
    [...(list ?? '').matchAll(/"exact":\s*"([^"]+)"/g)].flatMap(([, identity]) => identity ?? []),
  );
  return [...new Set(identities)];
}

function statistic(stats: readonly { name: string; value?: string | undefined }[], wanted: string): number {
  return Number(stats.find(({ name }) => name === wanted)?.value ?? '0');
}

function decode(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString();
}
