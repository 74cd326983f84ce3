import { explain } from '../errors';
import { lookScript, startScript, stopScript } from '../machine/machine-script';
import type { MachineSubject } from '../machine-subject';
import { SshClient } from '../ssh/ssh-client';
import type { ClusterPlace, PlaceSettings } from './cluster-place';
import { machineService } from './machine-service';
import { createMachineService, removeMachineServices } from './machine-services';
import { machineWorkloads } from './machine-workloads';
import { machineName } from './names';
import type { MeshPlace, RunningWorkloads } from './place';

/** A machine outside Kubernetes as a place of workloads: a server that systemd runs, and a client by SSH. */
export class MachinePlace implements MeshPlace {
  readonly kind = 'machine';
  workloads: RunningWorkloads | undefined;
  problem: string | undefined;
  private ssh: SshClient | undefined;
  private made = false;

  private constructor(
    readonly subject: MachineSubject,
    /** The cluster whose istiod serves it. */
    private readonly cluster: ClusterPlace,
    /** All machines of the run. */
    private readonly machines: readonly MachineSubject[],
    private readonly settings: PlaceSettings,
  ) {}

  /** The machine's name in the config. */
  get name(): string {
    return this.subject.name;
  }

  /** Connects to a machine; makes nothing there. */
  static async open(
    subject: MachineSubject,
    cluster: ClusterPlace,
    machines: readonly MachineSubject[],
    settings: PlaceSettings,
    signal: AbortSignal,
  ): Promise<MachinePlace> {
    const place = new MachinePlace(subject, cluster, machines, settings);
    const { target } = subject;
    if (target === undefined) {
      place.problem = `there is no SSH key for it: set meshwork:sshKeys.${subject.name} or meshwork:sshKeys.default`;
      return place;
    }
    try {
      place.ssh = await SshClient.connect(target, signal);
    } catch (error) {
      place.problem = `it cannot be reached by SSH at ${target.host}: ${explain(error)}`;
    }
    return place;
  }

  async start(signal: AbortSignal): Promise<void> {
    if (this.problem !== undefined || this.ssh === undefined) return;
    const { address, namespace, onlyGroupPorts } = this.subject;
    try {
      if (this.cluster.problem !== undefined) throw new Error(`cluster ${this.cluster.name} cannot be reached`);
      this.made = true;
      await Promise.all([
        this.ssh.run(startScript({ unit: this.unit, address, onlyGroupPorts }), signal),
        this.replaceService(namespace, signal),
      ]);
      this.workloads = machineWorkloads(this.ssh, address);
      this.settings.say(`${this.name}: server, client ready`);
    } catch (error) {
      this.problem = `server and client did not get ready: ${explain(error)}`;
    }
  }

  async leave(_wait: boolean, signal: AbortSignal): Promise<string | undefined> {
    const { made, ssh } = this;
    if (ssh === undefined) return undefined;
    try {
      const problems = made ? [await this.endServer(ssh, signal), await this.removeService(signal)] : [];
      return problems.flatMap((problem) => problem ?? []).join(' ') || undefined;
    } finally {
      ssh.close();
    }
  }

  /** Ends the connection to the machine, and leaves the rest. */
  disconnect(): void {
    this.ssh?.close();
  }

  async clock(signal: AbortSignal): Promise<number> {
    if (this.ssh === undefined) throw new Error(this.problem ?? 'there is no connection');
    const begun = Date.now();
    const told = Number(await this.ssh.run('date +%s.%N', signal)) * 1000;
    return (told - (begun + Date.now()) / 2) / 1000;
  }

  /** The states of its services, and the last of its proxy's log. */
  async inspect(signal: AbortSignal): Promise<string[]> {
    if (this.ssh === undefined) return [];
    const text = await this.ssh.run(lookScript({ unit: this.unit }), signal);
    return text.split('\n').filter((line) => line !== '');
  }

  private get unit(): string {
    return machineName(this.name, this.settings.namespace);
  }

  private async replaceService(namespace: string, signal: AbortSignal): Promise<void> {
    const { client } = this.cluster;
    const run = this.settings.namespace;
    const others = this.machines.filter(({ name }) => name !== this.name).map(({ name }) => machineName(name, run));
    await removeMachineServices(
      client,
      namespace,
      (name) => name.startsWith(`${run}-`) && !others.includes(name),
      signal,
    );
    await createMachineService(client, machineService(this.subject, namespace, run), signal);
  }

  private async endServer(ssh: SshClient, signal: AbortSignal): Promise<string | undefined> {
    try {
      await ssh.run(stopScript({ unit: this.unit }), signal);
      return undefined;
    } catch (error) {
      return `its service ${this.unit} may still run: ${explain(error)}. It ends by itself within an hour, or \`systemctl stop ${this.unit}\` ends it.`;
    }
  }

  private async removeService(signal: AbortSignal): Promise<string | undefined> {
    const { namespace } = this.subject;
    try {
      await removeMachineServices(this.cluster.client, namespace, (name) => name === this.unit, signal);
      return undefined;
    } catch (error) {
      return `ServiceEntry and DestinationRule ${this.unit} in namespace ${namespace} of cluster ${this.cluster.name} may still be there: ${explain(error)}. The next run removes them, or delete them by hand.`;
    }
  }
}
