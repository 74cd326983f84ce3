import { STACK_ANNOTATION } from '../../model/names/object-mark';
import { providerUrn } from '../../model/names/urn';
import type { ClusterReach } from './cluster-reach';
import type { StackDeployment, StateResource } from './deployment';
import type { LiveObject } from './live-objects';
import {
  annotationsOf,
  isObject,
  type ObjectReference,
  type ProviderClusters,
  providerClusters,
  referenceOf,
  written,
} from './object-reference';
import type { PlannedResources } from './planned-resources';

/** An object of a stack. */
export interface FoundObject {
  /** `CLUSTER/KIND/NAMESPACE/NAME`. */
  readonly object: string;
  readonly urn: string;
}

/** An operation that had begun. */
export interface BegunOperation {
  readonly type: string;
  readonly urn: string;
}

/** An object that stands where the plan has one of its own. */
export interface ForeignObject extends FoundObject {
  /** The stack that made it, as its mark says; undefined without a mark. */
  readonly stack: string | undefined;
}

/** How the state of a stack differs from its clusters after a command that did not end. */
export interface Findings {
  /** Operations that had begun, by URN. */
  readonly pending: readonly BegunOperation[];
  /** Those of them that had begun in a cluster that is away: nobody knows how they ended. */
  readonly unseen: readonly (BegunOperation & { readonly cluster: string })[];
  /** Objects of this stack that the plan names and the state lacks. */
  readonly lost: readonly FoundObject[];
  /** Objects of this stack that a command had begun to make, and that the plan no longer names. */
  readonly abandoned: readonly FoundObject[];
  /** Objects with the name of one that the plan wants to make, and without the mark of this stack. */
  readonly foreign: readonly ForeignObject[];
  /** Objects that are being deleted, and that the plan or the state names. */
  readonly ending: readonly FoundObject[];
  /** Objects of the state that no longer exist, or may have changed: the state has to be read anew. */
  readonly outdated: readonly FoundObject[];
  /** Commands on machines whose undoing had begun. */
  readonly undone: readonly string[];
}

/** What findings are made of. */
export interface Examined {
  readonly deployment: StackDeployment;
  readonly planned: PlannedResources;
  readonly live: ReadonlyMap<string, LiveObject>;
  readonly reach: Pick<ClusterReach, 'asked' | 'away'>;
}

const COMMAND = 'command:remote:Command';

/** The objects that recovery has to ask the clusters for. */
export function referencesOf(deployment: StackDeployment, planned: PlannedResources): ObjectReference[] {
  const clusters = clustersOf(deployment, planned);
  return [...deployment.resources, ...planned.created, ...deployment.pending.map(({ resource }) => resource)]
    .filter(isObject)
    .flatMap((resource) => referenceOf(resource, clusters) ?? []);
}

/** Compares the state, the plan and the clusters. */
export function findingsOf({ deployment, live, planned, reach }: Examined): Findings {
  const clusters = clustersOf(deployment, planned);
  const named = (resources: readonly StateResource[]) =>
    resources.filter(isObject).flatMap((resource) => {
      const reference = referenceOf(resource, clusters);
      if (reference === undefined || !reach.asked.has(reference.cluster)) return [];
      return [{ resource, object: written(reference), urn: resource.urn }];
    });
  const inState = named(deployment.resources.filter(({ pendingReplacement }) => pendingReplacement !== true));
  const known = new Set(inState.map(({ object }) => object));
  // Not as the state has them: recovery itself has had them adopt, until the next `up`.
  const adopting = adoptingProviders(planned.all);
  const begun = named(deployment.pending.flatMap(({ resource, type }) => (type === 'creating' ? [resource] : [])));
  const planKnows = new Set(planned.all.map(({ urn }) => urn));
  // A preview that ended early may not have come to an object whose making had begun.
  const unseen = planned.failure === undefined ? [] : begun.filter(({ urn }) => !planKnows.has(urn));
  const wanted = [...named(planned.created), ...unseen].filter(
    ({ object, resource }) => !known.has(object) && !adopting.has(providerOf(resource)),
  );
  const standing = ({ object }: { object: string }) => live.get(object)?.ending === false;
  const owner = (object: string) => live.get(object)?.annotations[STACK_ANNOTATION];
  const isOurs = ({ object, resource }: { object: string; resource: StateResource }) =>
    owner(object) !== undefined && owner(object) === annotationsOf(resource)[STACK_ANNOTATION];
  const unsure = new Set(
    deployment.pending.flatMap(({ resource, type }) => (type === 'creating' ? [] : [resource.urn])),
  );
  return {
    pending: deployment.pending.map(({ resource: { urn }, type }) => ({ type, urn })),
    unseen: deployment.pending.flatMap(({ resource, type }) => {
      const cluster = clusters.get(providerOf(resource));
      return cluster !== undefined && reach.away.has(cluster) ? [{ type, urn: resource.urn, cluster }] : [];
    }),
    lost: short(wanted.filter((each) => standing(each) && isOurs(each))),
    // Without a preview of everything nothing tells that the plan lacks an object.
    abandoned: short(
      planned.failure === undefined && reach.away.size === 0
        ? begun.filter((each) => !planKnows.has(each.urn) && !known.has(each.object) && standing(each) && isOurs(each))
        : [],
    ),
    foreign: wanted
      .filter((each) => standing(each) && !isOurs(each))
      .map(({ object, urn }) => ({ object, urn, stack: owner(object) })),
    ending: short([...wanted, ...inState].filter(({ object }) => live.get(object)?.ending === true)),
    outdated: short(inState.filter(({ object, urn }) => !live.has(object) || unsure.has(urn))),
    undone: deployment.pending.flatMap(({ resource, type }) =>
      type === 'deleting' && resource.type === COMMAND ? [resource.urn] : [],
    ),
  };
}

/**
 * The resources that have to be made together with some objects: those that they depend on, as far as the state lacks these.
 */
export function madeWith(urns: readonly string[], planned: PlannedResources): string[] {
  const created = new Map(planned.created.map((resource) => [resource.urn, resource]));
  const found = new Set<string>(urns.filter((urn) => !created.has(urn)));
  const visit = (urn: string) => {
    const resource = created.get(urn);
    if (found.has(urn) || resource === undefined) return;
    found.add(urn);
    const { dependencies = [], parent } = resource;
    for (const other of [...dependencies, ...(parent === undefined ? [] : [parent]), providerOf(resource)])
      visit(other);
  };
  for (const urn of urns) visit(urn);
  return [...found];
}

function clustersOf(deployment: StackDeployment, planned: PlannedResources): ProviderClusters {
  return providerClusters([...deployment.resources, ...planned.all]);
}

function providerOf({ provider = '' }: StateResource): string {
  return providerUrn(provider);
}

/** Providers that take over what exists on their own (docs/adr/0004). */
function adoptingProviders(resources: readonly StateResource[]): Set<string> {
  return new Set(
    resources.flatMap(({ inputs, urn }) => (String(inputs?.['upsertExistingObjects']) === 'true' ? [urn] : [])),
  );
}

function short(objects: readonly FoundObject[]): FoundObject[] {
  return objects.map(({ object, urn }) => ({ object, urn }));
}
