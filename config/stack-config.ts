import * as pulumi from '@pulumi/pulumi';
import { ConfigurationError } from '../spec/problem';
import type { Values } from '../spec/values';
import { type Reading, readConfiguration } from './read';

/**
 * Reads the configuration of the running stack.
 *
 * @throws pulumi.RunError, which the engine shows without a stack trace.
 */
export function readStackConfig(): Reading {
  try {
    return readConfiguration(stackConfig(), process.env);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/** All `meshwork:` keys. Secrets come in plain text: they are checked here and made secret again before they reach a resource. */
function stackConfig(): Values {
  const entries = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith('meshwork:'));
  return Object.fromEntries(entries.map(([key, text]) => [key.slice('meshwork:'.length), valueOf(text)]));
}

/** Structured values reach the program as JSON; anything else is a plain text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
