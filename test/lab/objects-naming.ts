import type { Lab } from '../../lab/lab';

/** Lines of all objects of a cluster that have a text, but for gateways' own names. */
export async function objectsNaming(lab: Lab, cluster: string, text: string): Promise<string[]> {
  const kinds = (await lab.kubectl(cluster, 'api-resources', '--verbs=list', '-o', 'name'))
    .split('\n')
    .filter((kind) => kind !== '' && !kind.startsWith('events'));
  const objects = await lab.kubectl(cluster, 'get', kinds.join(','), '-A', '-o', 'json');
  return objects.split('\n').filter((line) => line.replaceAll(/east-?west/g, '').includes(text));
}
