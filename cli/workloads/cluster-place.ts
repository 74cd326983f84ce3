import { lookFor } from '../../model/scheduling/refusals';
import { explain, CommandError } from '../errors';
import { type ClusterClient, clusterClient } from '../kubernetes/cluster-client';
import { serverClock } from '../kubernetes/server-clock';
import { usingPod } from '../kubernetes/pod-http';
import type { ClusterSubject } from '../subject';
import { inspectNamespace } from './inspect-namespace';
import type { Manifests } from './manifests';
import { PORTS, type Workload } from './names';
import { findNamespace, type Found, removeNamespace, startRemoval } from './namespaces';
import type { PodPlace, PodWorkloads } from './place';
import { podCaller } from './pod-caller';
import { create, type RunningPods, running } from './workloads';

/** What holds for all places of a run. */
export interface PlaceSettings {
  readonly namespace: string;
  readonly say: (text: string) => void;
}

/** A cluster, in a mesh or not. */
export interface ReachedCluster {
  readonly name: string;
  /** Secret. */
  readonly kubeconfig: string;
}

/** What is put into a cluster. */
export interface Contents {
  readonly manifests: Manifests;
  /** The workloads that are among the manifests. */
  readonly workloads: readonly Workload[];
}

/** A cluster as a place of workloads, which are pods in a namespace of verify's own. */
export class ClusterPlace<S extends ReachedCluster = ClusterSubject> implements PodPlace {
  readonly kind = 'cluster';
  workloads: PodWorkloads | undefined;
  problem: string | undefined;
  private found: Found = 'nothing';
  private made = false;

  private constructor(
    readonly subject: S,
    readonly client: ClusterClient,
    private readonly contents: Contents,
    private readonly settings: PlaceSettings,
  ) {}

  /** The cluster's name in the config. */
  get name(): string {
    return this.subject.name;
  }

  /**
   * Connects to a cluster and looks what is there; makes nothing.
   *
   * @throws CommandError if the namespace is somebody else's.
   */
  static async open<S extends ReachedCluster>(
    subject: S,
    contents: Contents,
    settings: PlaceSettings,
    signal: AbortSignal,
  ): Promise<ClusterPlace<S>> {
    const place = new ClusterPlace(subject, await clusterClient(subject.kubeconfig), contents, settings);
    try {
      place.found = await findNamespace(place.client, subject.name, settings.namespace, signal);
    } catch (error) {
      if (error instanceof CommandError) throw error;
      place.problem = `its API server ${place.client.server} gave no answer to work with: ${explain(error)}`;
    }
    return place;
  }

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
      this.workloads = podWorkloads(this.client, namespace, await running(this.client, namespace, workloads, signal));
      say(`${this.name}: ${workloads.join(', ')} ready`);
    } catch (error) {
      const reason = explain(error);
      this.problem = `${workloads.join(', ')} did not get ready: ${reason}${lookFor(reason, namespace)}`;
    }
  }

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

  /** The clock of its API server. */
  async clock(signal: AbortSignal): Promise<number> {
    return serverClock(this.client.config, signal);
  }

  /** The states of its pods, and warnings. */
  async inspect(signal: AbortSignal): Promise<string[]> {
    return inspectNamespace(this.client, this.settings.namespace, signal);
  }
}

/** Workloads that are pods, reached by port-forwards of the API server. */
export function podWorkloads(client: ClusterClient, namespace: string, pods: RunningPods): PodWorkloads {
  const port = (workload: Workload, number: number) => {
    const pod = pods[workload];
    if (pod === undefined) throw new Error(`no ${workload} runs in namespace ${namespace}`);
    return { namespace, pod: pod.name, port: number };
  };
  const asking: PodWorkloads['asking'] = async (workload, talk) =>
    usingPod(client, port(workload, PORTS.netexec), talk);
  return {
    serverAddress: pods.server?.ip,
    asking,
    calling: (talk) => asking('client', (pod) => talk(podCaller(pod))),
    proxyText: async (workload, path, signal) =>
      usingPod(client, port(workload, PORTS.proxyAdmin), (admin) => admin.text(path, signal)),
  };
}
