import { closest, distance } from 'fastest-levenshtein';

/** A sentence that offers the nearest of the known words, or undefined when none is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const nearest = closest(word, known);
  return distance(word, nearest) <= Math.max(2, Math.floor(word.length / 3)) ? `Did you mean "${nearest}"?` : undefined;
}
