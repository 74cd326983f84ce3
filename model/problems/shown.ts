/** A kubeconfig or a key is longer than this, hardly ever a value that a message has to show. In characters. */
const LONGEST = 200;

/**
 * How a value of a configuration appears in a message. What a user pasted into the wrong place may be a secret, so of mappings the keys
 * alone are shown, and of texts only what is one short line without braces and names no user in an address: a kubeconfig is none, in YAML or
 * in JSON.
 */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return isPlain(value) ? JSON.stringify(value) : withheld(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return listed(value);
  const keys = Object.keys(value).join(', ');
  if (keys === '') return 'an empty mapping';
  return isPlain(keys) ? `a mapping with ${keys}` : withheld(value);
}

/** What a value is, where nothing of it may be shown. */
export function withheld(value: unknown): string {
  const kind = typeof value === 'string' ? 'a text' : Array.isArray(value) ? 'a list' : 'a mapping';
  return `${kind} (not shown: it may be a secret)`;
}

function listed(entries: readonly unknown[]): string {
  const text = JSON.stringify(entries);
  const flat = entries.every((entry) => typeof entry !== 'object' || entry === null);
  return flat && isPlain(text) ? text : `a list of ${entries.length}`;
}

function isPlain(text: string): boolean {
  return text.length <= LONGEST && !/[\r\n{]|:\/\/[^/]*@/.test(text);
}
