import { isLater, RELEASE_LABEL } from '../rules/external-crds';
import type { Finding, Surveyed } from './finding';
import { foreign } from './finding';
import type { FoundObject } from './found-object';
import { ownerOf, PULUMI_PROGRAM } from './owner';

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
    if (isLater(release, version))
      return [
        {
          ...about,
          status: 'fail',
          problem: `CRDs of release ${release}, later than the stack's ${version}`,
          fix: `\`up\` would take fields and kinds from them that others may use. Set meshwork:istio.version to ${release} or later, or meshwork:istio.crds to external, which leaves them as they are.`,
        },
      ];
    // The stack's own, from before it was destroyed, are adopted without a word.
    if (release === version && about.owner === PULUMI_PROGRAM) return [];
    return [
      {
        ...about,
        status: 'warn',
        problem: `CRDs of release ${release}, which \`up\` adopts${release === version ? '' : ` and makes those of ${version}`}`,
        fix: 'If another tool is to keep them, set meshwork:istio.crds to external (docs/how-to/share-crds.md).',
      },
    ];
  });
}
