import type { Progress } from '../progress';
import type { Artifacts } from './artifacts-types';

export type * from './artifacts-types';

/** Makes everything that the lab needs, or finds it in the cache. */
export function buildArtifacts(_options: { readonly progress: Progress }): Promise<Artifacts> {
  return Promise.reject(new Error('Building the artifacts is not written yet.'));
}
