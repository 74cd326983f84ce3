import { explain, VerifyError } from '../errors';
import { type ClusterClient, clusterClient } from '../kubernetes/cluster-client';
import type { Manifests } from './manifests';
import { findNamespace, type Found, removeNamespace, startRemoval } from './namespaces';
import type { Workload } from './names';
import type { ClusterSubject } from '../subject';
import { create, type RunningPods, running } from './workloads';

/** What holds for all clusters of a run. */
export interface SessionSettings {
  readonly namespace: string;
  readonly say: (text: string) => void;
}

/** A cluster, in a mesh or not. */
export interface Place {
  readonly name: string;
  /** Secret. */
  readonly kubeconfig: string;
}

/** What is put into a cluster. */
export interface Contents<W extends Workload> {
  readonly manifests: Manifests;
  /** The workloads that are among the manifests. */
  readonly workloads: readonly W[];
}

/** Our stay in one cluster, from opening it to leaving nothing behind. */
export class ClusterSession<S extends Place = ClusterSubject, W extends Workload = Workload> {
  /** The pods, once they run. */
  pods: RunningPods<W> | undefined;
  /** What keeps this cluster from being checked. */
  problem: string | undefined;
  private found: Found = 'nothing';
  private made = false;

  private constructor(
    readonly subject: S,
    readonly client: ClusterClient,
    private readonly contents: Contents<W>,
    private readonly settings: SessionSettings,
  ) {}

  /** The cluster's name in the config. */
  get name(): string {
    return this.subject.name;
  }

  /**
   * Opens a cluster and looks what is there; makes nothing.
   *
   * @throws VerifyError if the namespace is somebody else's.
   */
  static async open<S extends Place, W extends Workload>(
    subject: S,
    contents: Contents<W>,
    settings: SessionSettings,
    signal: AbortSignal,
  ): Promise<ClusterSession<S, W>> {
    const session = new ClusterSession(subject, await clusterClient(subject.kubeconfig), contents, settings);
    try {
      session.found = await findNamespace(session.client, subject.name, settings.namespace, signal);
    } catch (error) {
      if (error instanceof VerifyError) throw error;
      session.problem = `its API server ${session.client.server} gave no answer to work with: ${explain(error)}`;
    }
    return session;
  }

  /** Makes what is to be put into the cluster and waits until it runs. Does not throw: what goes wrong is this cluster's problem. */
  async start(signal: AbortSignal): Promise<void> {
    if (this.problem !== undefined) return;
    const { namespace, say } = this.settings;
    const { manifests, workloads } = this.contents;
    try {
      if (this.found === 'leftover') {
        say(`${this.name}: removing what an earlier run left behind`);
        await removeNamespace(this.client, namespace, signal);
      }
      this.made = true;
      await create(this.client, manifests, signal);
      this.pods = await running(this.client, namespace, workloads, signal);
      say(`${this.name}: ${workloads.join(', ')} ready`);
    } catch (error) {
      this.problem = `${workloads.join(', ')} did not get ready: ${explain(error)}`;
    }
  }

  /**
   * Removes what was made; yields the problem if that fails.
   *
   * @param wait whether to return when it is gone, or while the cluster still removes it.
   */
  async leave(wait: boolean, signal: AbortSignal): Promise<string | undefined> {
    if (!this.made) return undefined;
    try {
      await (wait ? removeNamespace : startRemoval)(this.client, this.settings.namespace, signal);
      return undefined;
    } catch (error) {
      return (
        `namespace ${this.settings.namespace} may still be there: ${explain(error)}. ` +
        'The next run removes it, or delete it by hand.'
      );
    }
  }
}

/** A stay in a cluster, in a mesh or not, as far as its client outside of meshes is concerned. */
export type Visitor = Pick<ClusterSession<Place, 'plain'>, 'name' | 'client' | 'pods' | 'problem' | 'start' | 'leave'>;
