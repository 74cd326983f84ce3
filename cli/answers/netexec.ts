import { PORTS } from '../workloads/names';
import { parseForwardedCertificates } from './xfcc';

/** The outcome of one call that a netexec pod was asked to make. */
export type Call =
  /** A server answered. */
  ({ readonly kind: 'answer' } & Peers) | { readonly kind: 'error'; readonly message: string };

/** Path by which a netexec pod is asked to make one call to a server that echoes the request headers it got. */
export function dialPath(host: string, port: number): string {
  return `/dial?${new URLSearchParams({ host, port: String(port), protocol: 'http', request: 'header', tries: '1' }).toString()}`;
}

/** A path that netexec answers without a further call. It measures the way to the pod itself. */
export const IDLE_PATH = '/echo?msg=here';

/** Reads netexec's answer to a dial. */
export function readDial(status: number, body: string): Call {
  if (status !== 200) return error(`netexec answered ${status}: ${body}`);
  const dialled = parsed(body) as { responses?: readonly string[]; errors?: readonly string[] } | undefined;
  if (dialled === undefined) return error(`netexec answered with something else than JSON: ${body}`);
  const response = dialled.responses?.[0];
  if (response === undefined) return error(dialled.errors?.[0] ?? 'the server answered with nothing');
  return readAnswer(response);
}

/** Reads the answer of a server that echoes the request headers it got. A client may hand on any page, also that of a proxy's 503. */
export function readAnswer(page: string): Call {
  const peers = peersIn(page);
  return peers === undefined ? error(`a proxy answered: ${page}`) : { kind: 'answer', ...peers };
}

/** Path at which netexec answers with the request headers that it got. */
export const HEADER_PATH = '/header';

/** Identities of caller and server, as the server's proxy saw them; undefined if it saw no certificate. */
export interface Peers {
  readonly source: string | undefined;
  readonly destination: string | undefined;
}

/** Reads the two ends of a call from what netexec answers at {@link HEADER_PATH}; undefined if it is something else. */
export function peersIn(page: string): Peers | undefined {
  const headers = parsed(page) as Record<string, unknown> | undefined;
  if (headers === undefined || Array.isArray(headers)) return undefined;
  const forwarded = headers['X-Forwarded-Client-Cert'];
  const nearest = parseForwardedCertificates(Array.isArray(forwarded) ? forwarded.join(',') : '').at(-1);
  return { source: nearest?.uri[0], destination: nearest?.by[0] };
}

/** The outcome of getting a page. */
export type Visit =
  { readonly kind: 'page'; readonly body: string } | { readonly kind: 'error'; readonly message: string };

/**
 * Path by which a netexec pod is asked to get a page as any HTTP client does. A plain `dial` resolves names itself and puts the address into
 * the Host header, by which no Ingress tells its services apart; so the pod dials its own redirect, which it follows to the name.
 */
export function visitPath(url: string): string {
  const request = `redirect?${new URLSearchParams({ location: new URL(url).href, code: '302' }).toString()}`;
  const self = { host: '127.0.0.1', port: String(PORTS.netexec), protocol: 'http' };
  return `/dial?${new URLSearchParams({ ...self, request, tries: '1' }).toString()}`;
}

/** Reads netexec's answer to a visit. It says nothing of the status, and leaves out a page that is empty. */
export function readVisit(status: number, body: string): Visit {
  if (status !== 200) return error(`netexec answered ${status}: ${body}`);
  const dialled = parsed(body) as { responses?: readonly string[]; errors?: readonly string[] } | undefined;
  if (dialled === undefined) return error(`netexec answered with something else than JSON: ${body}`);
  const failure = dialled.errors?.[0];
  return failure === undefined ? { kind: 'page', body: dialled.responses?.[0] ?? '' } : error(failure);
}

function error(message: string): { readonly kind: 'error'; readonly message: string } {
  const line = message.trim().replaceAll(/\s+/g, ' ');
  return { kind: 'error', message: line.length <= 300 ? line : `${line.slice(0, 299)}…` };
}

function parsed(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
