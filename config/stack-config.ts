import * as pulumi from '@pulumi/pulumi';
import { ConfigurationError } from '../model/problems/problem';
import { rawConfiguration, type StackConfigEntry } from './raw';
import { type Reading, readConfiguration } from './read';
import { untracedError } from './untraced-error';

/** A function of the SDK's runtime that its typings leave out: whether the engine said that a key holds a secret. */
interface SecretKeys {
  isConfigSecret(key: string): boolean;
}

/**
 * Reads the configuration of the running stack. Secrets are checked in plain text: kubeconfigs are made secret again before they reach
 * a resource, and no other key may hold one.
 *
 * @throws pulumi.RunError, which the engine shows without a stack trace.
 */
export function readStackConfig(): Reading {
  try {
    return readConfiguration(rawConfiguration(stackConfig()), process.env);
  } catch (error) {
    throw withoutTrace(error);
  }
}

/** Waits for work that may also find a problem of the configuration, and shows that problem in the same way. */
export async function shownWithoutTrace<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw withoutTrace(error);
  });
}

function withoutTrace(error: unknown): unknown {
  return error instanceof ConfigurationError ? untracedError(error.message) : error;
}

function stackConfig(): Record<string, StackConfigEntry> {
  const runtime = pulumi.runtime as typeof pulumi.runtime & SecretKeys;
  return Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig()).map(([key, value]) => [
      key,
      { value, secret: runtime.isConfigSecret(key) },
    ]),
  );
}
