import type { Call } from '../answers/netexec';
import type { PlaceSubject } from '../subject';
import type { TunnelHttp } from '../tunnel-http';
import type { Workload } from './names';

/** A place of a mesh, or a cluster in none, in which verify runs clients and servers while it asks. */
export interface Place {
  readonly kind: 'cluster' | 'machine';
  /** Its name in the config. */
  readonly name: string;
  /** What keeps it from being checked. */
  readonly problem: string | undefined;
  /** Its workloads, once they run. */
  readonly workloads: RunningWorkloads | undefined;
  /** Makes the workloads and waits until they run. Does not throw: a failure becomes the problem of the place. */
  start(signal: AbortSignal): Promise<void>;
  /**
   * Removes what was made; yields the problem if that fails.
   *
   * @param wait whether to return when it is gone, or while the place still removes it.
   */
  leave(wait: boolean, signal: AbortSignal): Promise<string | undefined>;
}

/** A place in a mesh: its server is called from every other place of the mesh. */
export interface MeshPlace extends Place {
  readonly subject: PlaceSubject;
  /** How far its clock is ahead of this machine's, in seconds. Rejects if that cannot be found out. */
  clock(signal: AbortSignal): Promise<number>;
  /** What an operator would look at there. */
  inspect(signal: AbortSignal): Promise<string[]>;
}

/** A place whose workloads are pods. */
export interface PodPlace extends Place {
  readonly workloads: PodWorkloads | undefined;
}

/** The workloads of a place, all of them ready. */
export interface RunningWorkloads {
  /** IP address of the server, as the proxies of its network know it; undefined where none runs. */
  readonly serverAddress: string | undefined;
  /** Has its client in the mesh call servers. */
  calling<T>(talk: (caller: Caller) => Promise<T>): Promise<T>;
  /** Asks the proxy of a workload, by its admin interface. */
  proxyText(workload: Exclude<Workload, 'plain'>, path: string, signal: AbortSignal): Promise<string>;
}

/** Workloads that are pods. */
export interface PodWorkloads extends RunningWorkloads {
  /** Has a netexec client make requests. */
  asking<T>(client: Exclude<Workload, 'server'>, talk: (client: TunnelHttp) => Promise<T>): Promise<T>;
}

/** What makes calls from a place. */
export interface Caller {
  /** Calls a server that echoes the request headers it got. Does not throw: a failure is the outcome. */
  call(host: string, signal: AbortSignal): Promise<TimedCall>;
  /** How long it takes to have the client do nothing, in milliseconds; 0 if it did not answer. */
  idle(signal: AbortSignal): Promise<number>;
}

/** The outcome of a call, and how long it took until that was known here. */
export interface TimedCall {
  readonly call: Call;
  readonly milliseconds: number;
}
