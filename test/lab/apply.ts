import { stringify } from 'yaml';
import type { Lab } from '../../lab/lab';

/** Makes objects in a cluster of a lab, or brings them up to date. */
export async function applyObjects(lab: Lab, cluster: string, objects: readonly object[]): Promise<void> {
  await lab.run(['kubectl', '--context', cluster, 'apply', '-f', '-'], { input: documents(objects) });
}

/** Deletes objects in a cluster of a lab, and waits until they are gone. */
export async function deleteObjects(lab: Lab, cluster: string, objects: readonly object[]): Promise<void> {
  const remove = ['delete', '--ignore-not-found', '-f', '-'];
  await lab.run(['kubectl', '--context', cluster, ...remove], { input: documents(objects) });
}

function documents(objects: readonly object[]): string {
  return objects.map((object) => stringify(object)).join('---\n');
}
