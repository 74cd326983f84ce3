import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The recorded resources of a system, one `types name provider` a line, sorted. A change of a name or of a parent
 * replaces objects in users' clusters, so it has to show up in a review.
 */
export function expectedResources(system: string): string[] {
  return readFileSync(join(__dirname, 'expected', `${system}.txt`), 'utf8')
    .trimEnd()
    .split('\n');
}
