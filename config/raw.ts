import { ConfigurationError } from '../model/problems/problem';
import type { Values } from '../model/plan/values';
import { SECRET_KEYS } from '../model/schema/config';

const NAMESPACE = 'meshwork:';

/** The keys whose values are kept secret on their way into resources. */
const SECRETS: readonly string[] = SECRET_KEYS.map((key) => `${NAMESPACE}${key}`);

/** One key of a stack's config as the engine keeps it. */
export interface StackConfigEntry {
  /** Structured values are kept as JSON; anything else is a plain text. Secrets come in plain text. */
  readonly value: string;
  /** Whether the value is a secret, or has one somewhere in it; the engine does not say where. Default: it is none. */
  readonly secret?: boolean;
}

/**
 * The configuration in what the engine keeps for a stack: keys without `meshwork:`, values parsed.
 *
 * @throws ConfigurationError for secrets that would land in plain text in previews, logs and the state. They are refused before
 * anything else is checked, because a message about another problem would show them.
 */
export function rawConfiguration(stack: Readonly<Record<string, StackConfigEntry>>): Values {
  const own = Object.entries(stack).filter(([key]) => key.startsWith(NAMESPACE));
  const exposed = own.filter(([key, { secret }]) => secret === true && !SECRETS.includes(key));
  if (exposed.length > 0)
    throw new ConfigurationError(
      exposed.map(([key]) => ({
        path: key,
        found: 'a secret, as the whole value or somewhere in it',
        expected: `no secret here: only ${SECRETS.join(', ')} are kept secret`,
        fix: 'Set it without --secret if it may be seen. If not, put it into a Kubernetes Secret of your own, and name that one.',
      })),
    );
  return Object.fromEntries(own.map(([key, { value }]) => [key.slice(NAMESPACE.length), valueOf(value)]));
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
