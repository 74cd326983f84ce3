import { stringify } from 'yaml';
import type { Lab } from '../../lab/lab';

/** Makes objects in a cluster of a lab, or brings them up to date. */
export async function applyObjects(lab: Lab, cluster: string, objects: readonly object[]): Promise<void> {
  const input = objects.map((object) => stringify(object)).join('---\n');
  await lab.run(['kubectl', '--context', cluster, 'apply', '-f', '-'], { input });
}
