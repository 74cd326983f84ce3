import { didYouMean } from './did-you-mean';
import { isMalformed, malformedNames } from './malformed';
import { configPath, type Problem } from './problem';
import type { Spec } from '../schema/config';

/** A name that leads to nothing, with the kind of thing that it should name and the known names of that kind. */
export interface UnknownName {
  /** The config path of the name. */
  readonly path: string;
  readonly name: string;
  /** The kind of thing that it should name, such as `cluster of this configuration`. */
  readonly kind: string;
  readonly known: readonly string[];
  /** The config path of the mapping where something of that name can be added. Default: adding it is no way out. */
  readonly addTo?: string;
}

/** The problem of a name that leads to nothing. It advises to add the name only where no known name is near: that one is most likely meant. */
export function unknownName({ path, name, kind, known, addTo }: UnknownName): Problem {
  const fix = didYouMean(name, known) ?? (addTo === undefined ? undefined : `Add "${name}" to ${addTo}.`);
  return {
    path,
    found: `"${name}", which is no ${kind}`,
    expected: `one of ${known.join(', ') || '(there are none)'}`,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** The keys under which entries refer to each other. */
export type EntryKey = 'meshes' | 'networks' | 'clusters' | 'services' | 'nodePools' | 'workloadGroups';

/**
 * The problem of a name that leads to no entry under a key. None if config declares an entry of that name in a wrong shape.
 *
 * @param addable Whether adding an entry of that name is a way out.
 */
export function unknownEntry(
  spec: Spec,
  key: EntryKey,
  { known, ...unknown }: Omit<UnknownName, 'addTo'>,
  addable = true,
): Problem[] {
  if (isMalformed(spec, key, unknown.name)) return [];
  const names = [...known, ...malformedNames(spec, key)];
  return [unknownName({ ...unknown, known: names, ...(addable ? { addTo: configPath(key) } : {}) })];
}
