import type { DeployedStack } from '../stack';
import type { MeshSubject } from '../subject';
import type { ClusterPlace } from '../workloads/cluster-place';
import type { MeshPlace, PodPlace } from '../workloads/place';
import type { KnownEndpoints } from './known-endpoints';

/** How a result is judged. `warn` asks for attention; like `skip`, which was not asked, it lets verify pass. */
export type Status = 'pass' | 'warn' | 'fail' | 'skip';

/** Names a check for good: the hundreds stand for its subject. A number that was given up is not used again. */
export type CheckId = `MW${number}`;

/** The part of a check that needs no cluster: its name, how it judges, and how it tells a result. */
export interface Judgement<Key extends string = string, R extends object = object> {
  readonly id: CheckId;
  /** A few words, as a heading. */
  readonly title: string;
  /** Heading of docs/reference/checks.md that explains the check, as the end of a URL. */
  readonly anchor: string;
  /** The list in the JSON report that holds the results. */
  readonly key: Key;
  /** One result, in the count that ends the report: `pair`. */
  readonly noun: string;
  /** What to do when it fails, in one or two sentences. */
  readonly advice: string;
  /** Whether a passed result shows that requests flow. Without any such result verify fails: it proved nothing. */
  readonly showsTraffic: boolean;
  /** Judges one result. */
  judge(result: R): Status;
  /** The result as one line of the report. */
  line(result: R): string;
  /** Lines below it: what is wrong. */
  problems(result: R): readonly string[];
}

/** A mesh, and the places where verify has workloads in it. */
export interface MeshRun {
  readonly mesh: MeshSubject;
  /** All its places. */
  readonly places: readonly MeshPlace[];
  /** Those of them that are clusters. */
  readonly clusters: readonly ClusterPlace[];
}

/** A mesh while it is checked. */
export interface ObservedMesh extends MeshRun {
  /** Tells the user how far the mesh has come. */
  readonly say: (text: string) => void;
  /** The check of pairs tells the diagnosis the endpoints that it saw. */
  readonly sawEndpoints: (endpoints: KnownEndpoints) => void;
}

/** Asks each mesh, while the clusters of other meshes may still be starting. */
export interface MeshCheck<
  Key extends string = string,
  R extends { readonly mesh: string } = { readonly mesh: string },
> extends Judgement<Key, R> {
  /** `outputs` and `istiods`: asked at once. `mesh workloads`: asked once clients and servers of the mesh run. */
  readonly needs: 'outputs' | 'istiods' | 'mesh workloads';
  /** The reason that is given when the time is over, before "within 120 s". */
  readonly late: string;
  /** Asks until all is as it should be or the signal says stop. */
  ask(run: ObservedMesh, signal: AbortSignal): Promise<R[]>;
}

/** The places of a stack. */
export interface StackPlaces {
  /** The clusters of meshes. */
  readonly clusters: readonly ClusterPlace[];
  /** The clusters in no mesh. */
  readonly standalone: readonly PodPlace[];
}

/** Asks across meshes and clusters outside of them, after all meshes were asked. */
export interface StackCheck<
  Key extends string = string,
  R extends object = object,
  S extends object = object,
> extends Judgement<Key, R> {
  readonly needs: 'all workloads';
  /**
   * The things to ask.
   *
   * @param namespace of clients and servers.
   * @throws CommandError where config and outputs do not fit.
   */
  subjects(stack: DeployedStack, namespace: string): S[];
  /** Whether a subject can be asked, or is reported as `skip`. */
  isAsked(subject: S): boolean;
  /** The cluster from which a subject is asked. */
  clusterOf(subject: S): string;
  /** Asks until all is as it should be or the signal says stop. */
  ask(subjects: readonly S[], places: StackPlaces, signal: AbortSignal): Promise<R[]>;
  /** Title of the block of the report that holds a result. */
  heading(result: R): string;
}

/** A place of the run, and the problem that it had. */
export interface PlaceState {
  readonly kind: 'cluster' | 'machine';
  readonly name: string;
  readonly problem: string | undefined;
}

/** Looks back at the places, after everything that was made is removed. */
export interface RunCheck<Key extends string = string, R extends object = object> extends Judgement<Key, R> {
  readonly needs: 'every place';
  ask(places: readonly PlaceState[]): R[];
}

/** Something that verify finds out. */
export type Check = MeshCheck | StackCheck | RunCheck;

/** The page that explains every check, from the root of the project. */
export const CHECKS_PAGE = 'docs/reference/checks.md';

/** Where a check is explained: the page and its heading. */
export function documentation({ anchor }: Pick<Judgement, 'anchor'>): string {
  return `${CHECKS_PAGE}#${anchor}`;
}

/** Most results say themselves whether they are as they should be. */
export function passOrFail({ ok }: { readonly ok: boolean }): Status {
  return ok ? 'pass' : 'fail';
}

/** Results with an outcome also say whether they were asked. */
export function askedPassOrFail({ ok, outcome }: { readonly ok: boolean; readonly outcome: string }): Status {
  return outcome === 'not asked' ? 'skip' : passOrFail({ ok });
}
