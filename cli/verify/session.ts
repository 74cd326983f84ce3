import { explain, VerifyError } from './errors';
import { type ClusterClient, clusterClient } from './kubernetes/cluster-client';
import { manifests } from './manifests';
import { findNamespace, type Found, removeNamespace } from './namespaces';
import type { ClusterSubject } from './subject';
import { create, type RunningPods, running } from './workloads';

/** What holds for all clusters of a run. */
export interface SessionSettings {
  readonly namespace: string;
  readonly image: string;
  readonly say: (text: string) => void;
}

/** Our stay in one cluster, from opening it to leaving nothing behind. */
export class ClusterSession {
  /** The pods, once they run. */
  pods: RunningPods | undefined;
  /** What keeps this cluster from being checked. */
  problem: string | undefined;
  private found: Found = 'nothing';
  private made = false;

  private constructor(
    readonly subject: ClusterSubject,
    readonly client: ClusterClient,
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
  static async open(subject: ClusterSubject, settings: SessionSettings, signal: AbortSignal): Promise<ClusterSession> {
    const session = new ClusterSession(subject, await clusterClient(subject.kubeconfig), settings);
    try {
      session.found = await findNamespace(session.client, subject.name, settings.namespace, signal);
    } catch (error) {
      if (error instanceof VerifyError) throw error;
      session.problem = `its API server ${session.client.server} gave no answer to work with: ${explain(error)}`;
    }
    return session;
  }

  /** Makes clients and servers and waits until they run. Does not throw: what goes wrong is this cluster's problem. */
  async start(signal: AbortSignal): Promise<void> {
    if (this.problem !== undefined) return;
    const { image, namespace, say } = this.settings;
    try {
      if (this.found === 'leftover') {
        say(`${this.name}: removing what an earlier run left behind`);
        await removeNamespace(this.client, namespace, signal);
      }
      this.made = true;
      await create(this.client, manifests({ cluster: this.subject, namespace, image }), signal);
      this.pods = await running(this.client, namespace, signal);
      say(`${this.name}: server ${this.subject.version} and clients are ready`);
    } catch (error) {
      this.problem = `clients and server did not get ready: ${explain(error)}`;
    }
  }

  /** Removes what was made; yields the problem if that fails. */
  async leave(signal: AbortSignal): Promise<string | undefined> {
    if (!this.made) return undefined;
    try {
      await removeNamespace(this.client, this.settings.namespace, signal);
      return undefined;
    } catch (error) {
      return (
        `namespace ${this.settings.namespace} may still be there: ${explain(error)}. ` +
        'The next run removes it, or delete it by hand.'
      );
    }
  }
}
