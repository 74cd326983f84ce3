import * as pulumi from '@pulumi/pulumi';
import { ConfigurationError } from '../spec/problem';
import { rawConfiguration } from './raw';
import { type Reading, readConfiguration } from './read';

/**
 * Reads the configuration of the running stack. Secrets are checked in plain text and made secret again before they reach a resource.
 *
 * @throws pulumi.RunError, which the engine shows without a stack trace.
 */
export function readStackConfig(): Reading {
  try {
    return readConfiguration(rawConfiguration(pulumi.runtime.allConfig()), process.env);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new pulumi.RunError(error.message);
    throw error;
  }
}
