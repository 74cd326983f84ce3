import type { Values } from '../spec/values';

const NAMESPACE = 'meshwork:';

/**
 * The configuration in what the engine keeps for a stack: keys without `meshwork:`, values parsed. Structured values are kept as JSON;
 * anything else is a plain text. Secrets come in plain text.
 */
export function rawConfiguration(stack: Readonly<Record<string, string>>): Values {
  const own = Object.entries(stack).filter(([key]) => key.startsWith(NAMESPACE));
  return Object.fromEntries(own.map(([key, text]) => [key.slice(NAMESPACE.length), valueOf(text)]));
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
