/** Pages that Envoy sends if the service behind it does not answer. The status would tell as well, but a client in a pod does not hand it on. */
const ENVOY_FAILURE = /^(no healthy upstream|upstream connect error|upstream request timeout)/;

/** The page that the proxy before a service sends to a caller without access. */
const DENIED = 'RBAC: access denied';

/**
 * The source of a response: the service, the proxy before it that denies the caller (`denied`), or a proxy on the way that got no answer (`failed`).
 * Istio's proxies give no reason: a refused certificate reads as a closed port.
 */
export type Origin = 'service' | 'denied' | 'failed';

/** Tells the source of a response by its text. */
export function originOf(page: string): Origin {
  const text = page.trim();
  if (text === DENIED) return 'denied';
  return ENVOY_FAILURE.test(text) ? 'failed' : 'service';
}

/** Pages that ingress controllers send if they do not reach the service: nginx, HAProxy and clouds have a heading, Traefik a line. */
const CONTROLLER_FAILURE = [
  /<(?:title|h1)[^>]*>\s*50[234]\b/i,
  /^(?:no available server|Bad Gateway|Service Unavailable|Gateway Timeout)$/,
];

/** Whether a page reads like that of an ingress controller which got no answer. One with pages of its own cannot be told from a service. */
export function isControllerFailure(page: string): boolean {
  return CONTROLLER_FAILURE.some((failure) => failure.test(page.trim()));
}

/** The beginning of a page, for a line of the report: 80 characters at most. */
export function firstLine(page: string): string {
  const line = page.trim().split('\n')[0] ?? '';
  if (line === '') return 'an empty page';
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}
