/** What Envoy says in place of the service behind it. A client in a pod does not hand on the status, which would tell as well. */
const ENVOY_FAILURE = /^(no healthy upstream|upstream connect error|upstream request timeout)/;

/** What the proxy before a service says to a caller whom no policy lets in. */
const DENIED = 'RBAC: access denied';

/**
 * Who produced the response: the service, the proxy before it that denies the caller (`denied`), or a proxy on the way that got no answer (`failed`).
 * Istio's proxies do not say why: a certificate that is not accepted reads as a closed port.
 */
export type Origin = 'service' | 'denied' | 'failed';

/** Tells by its text who produced a response. */
export function originOf(page: string): Origin {
  const text = page.trim();
  if (text === DENIED) return 'denied';
  return ENVOY_FAILURE.test(text) ? 'failed' : 'service';
}

/** What ingress controllers say in place of a service that they do not reach: nginx, HAProxy and clouds in a heading, Traefik in a line. */
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
