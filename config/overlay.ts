import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ConfigurationError } from '../model/problems/problem';
import { isTree, mergeValues, type Values } from '../model/plan/values';

/**
 * Names a YAML file whose `meshwork:*` keys are laid over the stack's config. It is for settings that belong to a place and not to the
 * mesh, such as a mirror of charts and images at a site without internet, or the way to machines from there. The stack config in git then stays the same everywhere.
 */
export const OVERLAY_VARIABLE = 'MESHWORK_CONFIG_OVERLAY';

/**
 * Lays the overlay that the environment names over a configuration. A source of charts replaces the one of the configuration whole:
 * there is only one, and a source of another kind beside it would make two.
 *
 * @throws ConfigurationError if the file cannot be read, or is no YAML or no mapping of `meshwork:` keys.
 */
export function withOverlay(config: Values, environment: NodeJS.ProcessEnv): Values {
  const file = environment[OVERLAY_VARIABLE];
  if (file === undefined || file === '') return config;
  const { istio, sshKeys, virtualMachines, ...overlay } = readOverlay(file);
  const laid = withMachines(mergeValues(config, overlay), virtualMachines, sshKeys);
  // An overlay says where Istio comes from, not that the stack wants it: a stack without meshes stays without.
  if (istio === undefined || config['istio'] === undefined) return laid;
  return mergeValues(withoutCharts(laid, istio), { istio });
}

/** An overlay says how machines are reached, not that the stack wants them: it adds none. A package takes the place of another whole. */
function withMachines(config: Values, over: unknown, sshKeys: unknown): Values {
  const { virtualMachines } = config;
  if (!isTree(virtualMachines) || Object.keys(virtualMachines).length === 0) return config;
  const laid = Object.entries(virtualMachines).map(([name, machine]) => {
    const entry = isTree(over) ? over[name] : undefined;
    if (!isTree(machine) || !isTree(entry)) return [name, machine];
    return [name, mergeValues('sidecar' in entry ? withoutSidecar(machine) : machine, entry)];
  });
  const machines = { ...config, virtualMachines: Object.fromEntries(laid) as Values };
  return isTree(sshKeys) ? mergeValues(machines, { sshKeys }) : machines;
}

function withoutSidecar(machine: Values): Values {
  return Object.fromEntries(Object.entries(machine).filter(([key]) => key !== 'sidecar'));
}

function withoutCharts(config: Values, over: unknown): Values {
  const { istio } = config;
  if (!isTree(over) || over['charts'] === undefined || !isTree(istio)) return config;
  return { ...config, istio: Object.fromEntries(Object.entries(istio).filter(([key]) => key !== 'charts')) };
}

function readOverlay(file: string): Values {
  const content = parsed(readText(file));
  if (!isTree(content)) throw refusal(`${file}, which holds no mapping in YAML`);
  const foreign = Object.keys(content).filter((key) => !key.startsWith('meshwork:'));
  if (foreign.length > 0) throw refusal(`${file} with keys that are not meshwork's: ${foreign.join(', ')}`);
  return Object.fromEntries(Object.entries(content).map(([key, value]) => [key.slice('meshwork:'.length), value]));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw refusal(`${file}, which cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    // The parser's message quotes the text, and an overlay may hold kubeconfigs.
    return undefined;
  }
}

function refusal(found: string): ConfigurationError {
  return new ConfigurationError([
    {
      path: `environment variable ${OVERLAY_VARIABLE}`,
      found,
      expected: 'a YAML file whose keys start with `meshwork:`',
    },
  ]);
}
