import type { Example } from '../examples/example';
import { buildArtifacts } from './build/artifacts';
import { labArtifacts } from './cluster/contexts';
import { down } from './commands/down';
import { installIngress } from './commands/ingress';
import { importIstioCni } from './commands/istio-cni';
import { prepareNodePools } from './commands/node-pools';
import { labStatus, type LabStatus } from './commands/status';
import { up } from './commands/up';
import { applyNamespaces, applyWorkloads } from './commands/workloads';
import { labEnvironment } from './environment';
import { LabError } from './error';
import { type MachinesInformation, readMachineInformation } from './machine/access';
import { ssh } from './machine/ssh';
import { enterLab } from './namespace/enter';
import type { MachineRequest } from './network/machines';
import type { ClusterAddresses, ClusterRequest } from './network/plan';
import { type Outcome, outcomeOf } from './outcome';
import { writeOverlay } from './overlay';
import { type Progress, StreamProgress } from './progress';
import { CHECKOUT, LabState } from './state';

/** How to run a command in the lab. */
export interface ExecOptions {
  /** Working directory. Default: the checkout's root. */
  readonly directory?: string;
  /** Its standard input. Default: empty. Secrets belong here and not into arguments. */
  readonly input?: string;
  /** Laid over the lab's environment. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** A lab for programs: tests and benches. */
export class Lab {
  private constructor(private readonly state: LabState) {}

  /** The lab of a state directory. Default: that of MESHWORK_LAB_DIR, else the checkout's. */
  static async open(directory?: string): Promise<Lab> {
    return new Lab(await LabState.open(directory === undefined ? process.env : { MESHWORK_LAB_DIR: directory }));
  }

  /**
   * Starts the lab, or its dead programs. If clusters or machines are asked for, it adds and removes them until the lab has those.
   * Builds missing artifacts. Returns whether the lab is a new one, with empty clusters.
   */
  async up(
    clusters?: readonly ClusterRequest[],
    progress: Progress = new StreamProgress(),
    machines?: readonly MachineRequest[],
  ): Promise<boolean> {
    const artifacts = await buildArtifacts({ progress, machines: (machines ?? []).length > 0 });
    return (await up(this.state, { artifacts, progress, clusters, machines })).fresh;
  }

  /**
   * Gives clusters of the running lab an ingress controller, for Ingresses of the class `contour`, and waits until it is ready.
   *
   * @throws LabError if the lab has no such cluster.
   */
  async installIngress(clusters: readonly string[], progress: Progress = new StreamProgress()): Promise<void> {
    await installIngress(this.state, { clusters, progress });
  }

  /**
   * Gives every node of the running lab the image of Istio's CNI agent.
   *
   * @throws LabError if the lab does not run.
   */
  async importIstioCni(progress: Progress = new StreamProgress()): Promise<void> {
    await importIstioCni(this.state, { progress });
  }

  /** Applies the workloads of an example to the lab's clusters. Does not wait until they run. */
  async applyWorkloads(example: Example): Promise<void> {
    await applyWorkloads(this.state, example);
  }

  /** Makes the namespaces of those workloads only. */
  async applyNamespaces(example: Example): Promise<void> {
    await applyNamespaces(this.state, example);
  }

  /** Makes the nodes those of an example's pools. */
  async prepareNodePools(example: Example): Promise<void> {
    await prepareNodePools(this.state, example);
  }

  /** Gives proxies Istio's default drain times in place of the lab's single second. To be called before a stack is deployed. */
  async drainAsIstioDoes(): Promise<void> {
    await this.state.requireRunning();
    await writeOverlay(this.state, await labArtifacts(this.state), 'istio');
  }

  /** Ends the lab. */
  async down(progress: Progress = new StreamProgress()): Promise<void> {
    await down(this.state, progress);
  }

  /** The state that `npm run lab -- status` shows. */
  async status(): Promise<LabStatus> {
    return labStatus(this.state);
  }

  /** Addresses of the running clusters, by name. */
  async clusters(): Promise<ReadonlyMap<string, ClusterAddresses>> {
    const { clusters } = await this.state.requireRunning();
    return new Map(clusters.map((cluster) => [cluster.name, cluster]));
  }

  /** How to reach the lab's machines, and where they download Istio's package. */
  async machines(): Promise<MachinesInformation> {
    await this.state.requireRunning();
    const information = await readMachineInformation(this.state);
    if (information === undefined) throw new LabError('The lab has no machines. Start some with `up --machines`.');
    return information;
  }

  /** Runs a shell script on a machine, as its user, and returns its output; a script that fails is no error. */
  async ssh(machine: string, script: string, options: Pick<ExecOptions, 'input'> = {}): Promise<Outcome> {
    const access = (await this.machines()).machines[machine];
    if (access === undefined) throw new LabError(`The lab has no machine ${machine}.`);
    return this.exec(ssh(access, [script]), options);
  }

  /** Runs a command to its end and returns its output; a command that fails is no error. */
  async exec(command: readonly string[], options: ExecOptions = {}): Promise<Outcome> {
    const { outer } = await this.state.requireRunning();
    const environment = labEnvironment(this.state, await labArtifacts(this.state));
    const inside = enterLab({ outer, cgroup: this.state.id }, command, options.directory ?? CHECKOUT);
    return outcomeOf(inside, { ...environment, ...options.environment }, options.input);
  }

  /** Runs a command that has to succeed and returns its standard output. */
  async run(command: readonly string[], options: ExecOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.exec(command, options);
    if (code !== 0) {
      throw new Error(`${command.join(' ')}\nended with exit code ${code}:\n${stderr}${stdout}`);
    }
    return stdout;
  }

  /** kubectl in the context of a cluster. */
  async kubectl(cluster: string, ...args: string[]): Promise<string> {
    return this.run(['kubectl', '--context', cluster, ...args]);
  }

  /** Kubeconfig with a context for each cluster; its addresses exist inside the lab only. */
  get kubeconfig(): string {
    return this.state.kubeconfig;
  }

  /** File that this lab lays over the config of stacks. */
  get overlay(): string {
    return this.state.overlay;
  }

  /** The lab's state directory. */
  get directory(): string {
    return this.state.directory;
  }

  /** References of the images that the lab names itself. */
  async images(): Promise<{ readonly pause: string; readonly agnhost: string; readonly coredns: string }> {
    return (await labArtifacts(this.state)).references;
  }

  /** The lab's outermost process, whose end is the lab's end. */
  async outerPid(): Promise<number> {
    return (await this.state.requireRunning()).outer.pid;
  }
}
