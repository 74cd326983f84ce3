import { RELEASE_LABEL } from '../rules/external-crds';
import type { Finding, Surveyed } from './finding';
import { foreign } from './finding';
import type { FoundObject } from './found-object';
import { ownerOf } from './owner';

/** Istio's CRDs that are not the stack's: one finding for all of one owner and release. */
export function otherDefinitions(surveyed: Surveyed): Finding[] {
  const { cluster, inventory } = surveyed;
  if (cluster.crds === 'external') return [];
  const groups = new Map<string, FoundObject[]>();
  for (const crd of foreign(surveyed, inventory.crds)) {
    const key = `release ${crd.metadata.labels?.[RELEASE_LABEL] ?? 'unknown'}, ${ownerOf(crd)}`;
    groups.set(key, [...(groups.get(key) ?? []), crd]);
  }
  return [...groups.values()].flatMap((crds): Finding[] => {
    const [first] = crds;
    if (first === undefined) return [];
    const release = first.metadata.labels?.[RELEASE_LABEL] ?? 'unknown';
    const { version } = cluster.charts;
    const about = {
      cluster: cluster.name,
      object: `${crds.length} CustomResourceDefinitions of Istio, ${first.metadata.name} among them`,
      owner: ownerOf(first),
    };
    if (cluster.crds === 'delete')
      return [
        {
          ...about,
          status: 'fail',
          problem: `CRDs of release ${release}, and crds: delete makes its own`,
          fix: 'Set meshwork:istio.crds to keep, which adopts them, or to external, which leaves them to their owner.',
        },
      ];
    // The stack's own, from before it was destroyed, are adopted without a word.
    if (release === version) return [];
    return [
      {
        ...about,
        status: 'warn',
        problem: `CRDs of release ${release}, which \`up\` adopts and makes those of ${version}`,
        fix: 'If another tool is to keep them, set meshwork:istio.crds to external (docs/how-to/share-crds.md).',
      },
    ];
  });
}
