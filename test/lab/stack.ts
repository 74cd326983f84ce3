import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { PrecheckReport } from '../../cli/report/precheck';
import type { Report } from '../../cli/report/report';
import type { Lab } from '../../lab/lab';
import type { Outcome } from '../../lab/outcome';
import { sideBySide } from '../../lab/side-by-side';
import type { Kill } from './recovery/killed';
import type { RecoveryKill } from './recovery/kill-recover';

/** One step of `pulumi preview --json`, as far as tests read it. */
export interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  readonly newState?: { readonly type: string; readonly provider?: string };
}

/** The stack that tests deploy to unless they name another: the engine writes a config file of its own for every stack that has none. */
const STACK = 'dev';

/** The stack of a lab, driven by the ordinary CLI with a config of the test's own. */
export class Stack {
  private constructor(
    private readonly lab: Lab,
    private readonly configFile: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly name: string,
  ) {}

  /**
   * Makes the stack, or takes over the one that is there, with a config. That is a copy of the file, because a test that changes config must not
   * change a file under git.
   *
   * @param checkpoints whether the engine writes its state before and after each resource, as it does for users: for tests about the state, or
   *   about interrupted commands. Without, it writes the state once, and `up` takes half as long.
   * @param environment of pulumi commands, beside the lab's.
   * @param name of the stack. Default: dev, which most tests share.
   */
  static async create(
    lab: Lab,
    config = 'Pulumi.dev.yaml',
    {
      checkpoints = false,
      environment = {},
      name = STACK,
    }: { checkpoints?: boolean; environment?: NodeJS.ProcessEnv; name?: string } = {},
  ): Promise<Stack> {
    const secrets = ['--secrets-provider', 'passphrase'];
    await lab.run(['pulumi', 'stack', 'select', '--create', ...secrets, name]);
    // The engine has written a config file of the project's, with no more in it than the salt.
    if (name !== STACK) await rm(`Pulumi.${name}.yaml`, { force: true });
    const configFile = join(await mkdtemp(join(tmpdir(), 'meshwork-config-')), 'stack.yaml');
    writeFileSync(configFile, readFileSync(config));
    const engine = checkpoints ? {} : { PULUMI_SKIP_CHECKPOINTS: 'true' };
    return new Stack(lab, configFile, { ...environment, ...engine }, name);
  }

  /** Runs a pulumi command on the stack. */
  async pulumi(...args: string[]): Promise<Outcome> {
    const command = ['pulumi', ...args, '--stack', this.name, '--config-file', this.configFile, '--non-interactive'];
    return this.lab.exec(command, { environment: this.environment });
  }

  /** Runs a pulumi command that has to succeed, and returns its standard output. */
  async succeed(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.pulumi(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(' ')} ended with exit code ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Runs a line of shell that ends with a pulumi command, which is for the stack, and has to succeed. */
  async shell(line: string): Promise<void> {
    const options = ['--stack', this.name, '--config-file', this.configFile, '--non-interactive'];
    await this.lab.run(['bash', '-o', 'pipefail', '-c', `${line} ${options.join(' ')}`]);
  }

  /** The end of a line that runs a pulumi command on the stack. */
  get options(): string {
    return `--stack ${this.name} --config-file ${this.configFile} --non-interactive`;
  }

  /** The config as it is on disk, secrets encrypted. */
  config(): string {
    return readFileSync(this.configFile, 'utf8');
  }

  /** Writes the config as it was on disk before a change. */
  restore(config: string): void {
    writeFileSync(this.configFile, config);
  }

  /** The steps of a preview. */
  async preview(): Promise<PreviewStep[]> {
    return (JSON.parse(await this.succeed('preview', '--json')) as { steps: PreviewStep[] }).steps;
  }

  /**
   * Has a preview and a refresh look for something to do, side by side: neither takes the stack's lock.
   *
   * @throws Error if either finds anything.
   */
  async unchanged(): Promise<void> {
    await sideBySide(
      this.succeed('preview', '--expect-no-changes'),
      this.succeed('refresh', '--preview-only', '--expect-no-changes'),
    );
  }

  /** Changes the config in one place: `change('meshwork:istio', (istio) => …)`. */
  change(key: string, edit: (value: Record<string, unknown>) => unknown): void {
    const document = parse(readFileSync(this.configFile, 'utf8')) as {
      config: Record<string, Record<string, unknown>>;
    };
    const before = document.config[key] ?? {};
    writeFileSync(this.configFile, stringify({ ...document, config: { ...document.config, [key]: edit(before) } }));
  }

  /** Sets `state` of a cluster in config. */
  setClusterState(cluster: string, state: 'active' | 'offline' | 'retired'): void {
    this.change('meshwork:clusters', (clusters) => ({
      ...clusters,
      [cluster]: { ...(clusters[cluster] as object), state },
    }));
  }

  /**
   * The report of verify. It gets as much time as everything else in a lab, where pods start slowly; it ends as soon as it has all answers.
   *
   * @throws Error unless every check passed.
   */
  async verified(): Promise<Report> {
    const { code, stdout, stderr } = await this.verify('--timeout', '600');
    if (code !== 0) throw new Error(`verify ended with exit code ${code}:\n${stderr}${stdout}`);
    return JSON.parse(stdout) as Report;
  }

  /** Runs verify on the stack, for its report as JSON. Its clients and servers are removed while the test goes on. */
  async verify(...args: string[]): Promise<Outcome> {
    return this.mesh('verify', '--json', '--no-wait', ...args);
  }

  /**
   * The report of precheck, and the exit code, which tells whether something is in the way.
   *
   * @throws Error if it yields no report.
   */
  async precheck(): Promise<{ readonly code: number; readonly report: PrecheckReport }> {
    const { code, stdout, stderr } = await this.mesh('precheck', '--json');
    if (stdout === '') throw new Error(`precheck ended with exit code ${code}:\n${stderr}`);
    return { code, report: JSON.parse(stdout) as PrecheckReport };
  }

  /** Runs a command of the project on the stack. */
  async mesh(command: string, ...args: string[]): Promise<Outcome> {
    const mesh = [
      'node',
      '--import',
      'tsx',
      'cli/mesh.ts',
      command,
      '--stack',
      this.name,
      '--config-file',
      this.configFile,
    ];
    return this.lab.exec([...mesh, ...args]);
  }

  /** Runs a pulumi command and kills it at a moment; fails if it ends before. */
  async kill({ moment, resource }: Kill, ...args: string[]): Promise<void> {
    const options = ['--stack', this.name, '--config-file', this.configFile, '--non-interactive'];
    const killer = ['node', '--import', 'tsx', 'test/lab/recovery/kill-at.ts', moment, resource];
    await this.lab.run([...killer, 'pulumi', ...args, ...options], { environment: this.environment });
  }

  /** Runs recover on the stack. */
  async recover(...args: string[]): Promise<Outcome> {
    const recover = ['node', '--import', 'tsx', 'cli/mesh.ts', 'recover'];
    return this.lab.exec([...recover, '--stack', this.name, '--config-file', this.configFile, ...args], {
      environment: this.environment,
    });
  }

  /** Runs recover on the stack and kills it at a moment; fails if it ends before. */
  async killRecover(moment: RecoveryKill): Promise<void> {
    const killer = ['node', '--import', 'tsx', 'test/lab/recovery/kill-recover.ts', moment];
    const recover = ['node', '--import', 'tsx', 'cli/mesh.ts', 'recover', '--yes'];
    const options = ['--stack', this.name, '--config-file', this.configFile];
    await this.lab.run([...killer, ...recover, ...options], { environment: this.environment });
  }

  /** The whole state, secrets encrypted as they are on disk. */
  async state(): Promise<string> {
    return this.lab.run(['pulumi', 'stack', 'export', '--stack', this.name]);
  }

  /**
   * Writes a state in the place of the one that is there, with operations that had begun, which `pulumi stack import` takes out, and past a lock. The engine
   * takes the newest of the files that hold a state, compressed or not.
   *
   * @param deployment as `pulumi stack export` has it.
   */
  replaceState(deployment: object): void {
    const file = join(this.lab.directory, 'backend', '.pulumi', 'stacks', 'meshwork', `${this.name}.json`);
    const checkpoint = { stack: `organization/meshwork/${this.name}`, latest: deployment };
    writeFileSync(file, JSON.stringify({ version: 3, checkpoint }), { mode: 0o600 });
  }

  /** The outputs, secrets hidden. */
  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.lab.run(['pulumi', 'stack', 'output', '--json', '--stack', this.name])) as Record<
      string,
      unknown
    >;
  }
}

/** Name and type of a step, without the parents: `type name provider`, as recorded. */
export function describeStep({ urn, newState }: PreviewStep): string {
  const [, , types = '', ...name] = urn.split('::');
  const provider = newState?.provider?.split('::').at(-2) ?? '-';
  return `${types.split('$').at(-1) ?? ''} ${name.join('::')} ${provider.startsWith('default_') ? '-' : provider}`;
}
