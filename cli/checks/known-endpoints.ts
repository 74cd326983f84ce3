import type { Endpoint } from '../answers/envoy';

/** Endpoints that the clients' proxies have for the servers, by the way (`wayKey`); undefined where a proxy does not know the host. */
export type KnownEndpoints = ReadonlyMap<string, readonly Endpoint[] | undefined>;

/** Names the way from the client of a place to the servers of a host. */
export function wayKey(source: string, host: string): string {
  return `${source} → ${host}`;
}
