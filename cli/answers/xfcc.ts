/** One element of X-Forwarded-Client-Cert: a proxy's report about a peer. */
export interface ForwardedCertificate {
  /** URIs of the proxy's own certificate: the identity of the server. */
  readonly by: readonly string[];
  /** URIs of the peer's certificate: the identity of the caller. */
  readonly uri: readonly string[];
}

/**
 * Reads an X-Forwarded-Client-Cert header, in the order in which proxies added to it. Elements are split by commas, their pairs by
 * semicolons, and either may stand inside a quoted value, such as a subject.
 */
export function parseForwardedCertificates(header: string): ForwardedCertificate[] {
  return split(header, ',')
    .map((element) => split(element, ';').map(pair))
    .filter((pairs) => pairs.some(([key]) => key !== ''))
    .map((pairs) => ({ by: valuesOf(pairs, 'by'), uri: valuesOf(pairs, 'uri') }));
}

function valuesOf(pairs: readonly (readonly [string, string])[], wanted: string): string[] {
  return pairs.filter(([key, value]) => key.toLowerCase() === wanted && value !== '').map(([, value]) => value);
}

function pair(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 0) return [text.trim(), ''];
  const value = text.slice(at + 1).trim();
  const quoted = /^"(.*)"$/s.exec(value)?.[1];
  return [text.slice(0, at).trim(), quoted === undefined ? value : quoted.replaceAll('\\"', '"')];
}

/** Splits at a separator that stands outside of quotes. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [''];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"' && text.charAt(at - 1) !== '\\') quoted = !quoted;
    if (character === separator && !quoted) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts;
}
