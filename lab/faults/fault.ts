import type { ImageArchive } from '../build/artifacts-types';
import type { ClusterAddresses } from '../network/plan';

/** Something that can be broken in a cluster of a running lab, and mended again. */
export interface Fault {
  /** Name on the command line. */
  readonly name: string;
  /** The part that it breaks, for lists. */
  readonly title: string;
  /** The way back where `--undo` cannot mend it by itself. */
  readonly afterUndo?: string;
  /** Breaks it. May be called again after it was cut off. */
  readonly break: (target: FaultTarget) => Promise<void>;
  /** Mends it. May be called again, and where nothing is broken. */
  readonly mend: (target: FaultTarget) => Promise<void>;
}

/** A cluster in which something is broken. */
export interface FaultTarget {
  readonly cluster: ClusterAddresses;
  /** Runs kubectl in the cluster's context, and returns its output. */
  readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
  /** Runs a command inside the lab, beside the clusters. */
  readonly inside: (command: readonly string[], input?: string) => Promise<string>;
  /** Runs a command on a node of the cluster. */
  readonly onNode: (node: string, command: readonly string[]) => Promise<string>;
  /** Number of a process of the cluster's first node, inside the lab. */
  readonly processId: (name: string) => Promise<number>;
  /** The images that nodes start with. */
  readonly images: readonly ImageArchive[];
  /** Program that makes certificates of a cluster. */
  readonly certificates: string;
  /** Keeps an object as it was before the fault. */
  readonly save: (key: string, value: unknown) => Promise<void>;
  /** An object that was kept; undefined if there is none. */
  readonly saved: <T>(key: string) => Promise<T | undefined>;
}
