import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Example } from '../examples/example';
import { LabError } from './error';
import { countedMachines, type MachineRequest } from './network/machines';
import type { ClusterRequest } from './network/plan';

/** A lab command, as the command line names it. */
export type LabCommand =
  | { readonly name: 'main-job' | 'down' | 'help' }
  | { readonly name: 'example'; readonly example: Example }
  | UpCommand
  | { readonly name: 'status'; readonly json: boolean }
  | { readonly name: 'logs'; readonly member?: string; readonly process?: string; readonly follow: boolean }
  | { readonly name: 'exec'; readonly command: readonly string[] }
  | { readonly name: 'faults' }
  | { readonly name: 'fault'; readonly fault: string; readonly cluster: string; readonly undo: boolean }
  | { readonly name: 'pin'; readonly release: string };

/** The parts that a lab is to have. Parts that are not named stay as they are. */
interface UpCommand {
  readonly name: 'up';
  readonly clusters?: readonly ClusterRequest[];
  /** How many nodes clusters are to have, by their names. */
  readonly nodes?: Readonly<Record<string, number>>;
  readonly machines?: readonly MachineRequest[];
  readonly ingress: readonly string[];
}

/** Release of Debian whose packages are pinned unless another is named. */
const DEFAULT_RELEASE = 'bookworm';

/** Reads the arguments behind `npm run lab --`. */
export function parseArguments(args: readonly string[]): LabCommand {
  const [name, ...rest] = args;
  switch (name) {
    case undefined:
      return { name: 'main-job' };
    case 'up':
      return parseUp(rest);
    case 'example':
      return { name, example: exampleOf(parse(rest, {}, 1).positionals[0]) };
    case 'down':
      parse(rest, {}, 0);
      return { name };
    case 'status':
      return { name, json: parse(rest, { json: { type: 'boolean' } }, 0).values['json'] === true };
    case 'logs': {
      const { values, positionals } = parse(rest, { follow: { type: 'boolean', short: 'f' } }, 2);
      const [member, process] = positionals;
      return {
        name,
        ...(member === undefined ? {} : { member }),
        ...(process === undefined ? {} : { process }),
        follow: values['follow'] === true,
      };
    }
    case 'exec':
      return { name, command: parseExec(rest) };
    case 'fault':
      return parseFault(rest);
    case 'pin':
      return { name, release: parse(rest, {}, 1).positionals[0] ?? DEFAULT_RELEASE };
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help' };
    default:
      throw new LabError(`There is no lab command "${name}". Run \`npm run lab -- help\` to see those there are.`);
  }
}

function parseFault(rest: readonly string[]): LabCommand {
  const { positionals, values } = parse(rest, { undo: { type: 'boolean' } }, 2);
  const [fault, cluster] = positionals;
  if (fault === undefined) return { name: 'faults' };
  if (cluster === undefined)
    throw new LabError(`fault ${fault} needs a cluster to break it in, e.g. npm run lab -- fault ${fault} west`);
  return { name: 'fault', fault, cluster, undo: values['undo'] === true };
}

function parseUp(rest: readonly string[]): UpCommand {
  const text = { type: 'string' } as const;
  const options = { clusters: text, ingress: text, machines: text, nodes: text };
  const { clusters, ingress, machines, nodes } = parse(rest, options, 0).values;
  return {
    name: 'up',
    ...(typeof clusters === 'string' ? { clusters: parseClusters(clusters) } : {}),
    ...(typeof nodes === 'string' ? { nodes: parseNodes(nodes) } : {}),
    ...(typeof machines === 'string' ? { machines: parseMachines(machines) } : {}),
    ingress: typeof ingress === 'string' ? parseIngress(ingress) : [],
  };
}

/** Reads a number of machines, or their names: `legacy,billing`. */
function parseMachines(text: string): MachineRequest[] {
  if (/^\d+$/.test(text)) return countedMachines(Number(text));
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) {
    throw new LabError(
      `--machines: "${text}" is neither a number nor NAME,... Examples: --machines 2, --machines legacy`,
    );
  }
  return names.map((name) => ({ name }));
}

/** Reads `east=net-east,west=net-west`. */
function parseClusters(text: string): ClusterRequest[] {
  return text.split(',').map((part) => {
    const [name = '', network = '', ...more] = part.trim().split('=');
    if (name === '' || network === '' || more.length > 0) {
      throw new LabError(
        `--clusters: "${part}" is not NAME=NETWORK. An example: --clusters east=net-east,west=net-west`,
      );
    }
    return { name, network };
  });
}

/** Reads `east=2,west=2`. Whether there are such clusters is seen later. */
function parseNodes(text: string): Record<string, number> {
  const entries = text.split(',').map((part) => {
    const [, name, count] = /^([^=]+)=(\d+)$/.exec(part.trim()) ?? [];
    if (name === undefined) throw new LabError(`--nodes: "${part}" is not CLUSTER=NUMBER. An example: --nodes east=2`);
    return [name, Number(count)] as const;
  });
  return Object.fromEntries(entries);
}

function exampleOf(name: string | undefined): Example {
  const example = name === undefined ? undefined : Example.find(name);
  if (example !== undefined) return example;
  const known = Example.all().map(({ name }) => `  ${name}`);
  throw new LabError(
    [name === undefined ? 'example needs the name of one:' : `There is no example "${name}", only:`, ...known].join(
      '\n',
    ),
  );
}

/** Reads `east,west`. Whether there are such clusters is seen once the lab runs. */
function parseIngress(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) {
    throw new LabError(`--ingress: "${text}" is not CLUSTER,... An example: --ingress east,west`);
  }
  return [...new Set(names)];
}

/** Everything after `exec` belongs to the command: none of it is an option of the lab. */
function parseExec(rest: readonly string[]): readonly string[] {
  const command = rest[0] === '--' ? rest.slice(1) : rest;
  if (command.length === 0 || command[0]?.startsWith('-') === true) {
    throw new LabError('exec needs a command, e.g. npm run lab -- exec -- kubectl --context east get pods -A');
  }
  return command;
}

type Options = NonNullable<ParseArgsConfig['options']>;

function parse(
  args: readonly string[],
  options: Options,
  positionals: number,
): { values: Record<string, unknown>; positionals: string[] } {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new LabError(`${(error as Error).message} Run \`npm run lab -- help\` to see what can be said.`);
  }
  const excess = parsed.positionals[positionals];
  if (excess !== undefined) {
    throw new LabError(`"${excess}" is one argument too many. Run \`npm run lab -- help\` to see what can be said.`);
  }
  return parsed;
}
