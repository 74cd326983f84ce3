/** Most characters of a text that a message shows. A kubeconfig or a key is longer, and other values hardly ever are. */
const LONGEST = 200;

/**
 * How a value of a configuration appears in a message. A value in the wrong place may be a secret. So a message shows the keys of a mapping
 * alone, and a text only if it is one short line without braces, and no address with a user in it. No kubeconfig is such a text, in YAML or
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

/** The kind of a value, for one that may not be shown. */
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
