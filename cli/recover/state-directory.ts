import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The directory in which a backend keeps state in files.
 *
 * @param backend the backend's URL.
 * @returns undefined if the backend keeps its state elsewhere.
 */
export function stateDirectory(backend: string): string | undefined {
  if (!backend.startsWith('file://')) return undefined;
  const path = backend.slice('file://'.length).replace(/\?.*$/, '').replace(/^~/, homedir());
  return join(resolve(path), '.pulumi');
}
