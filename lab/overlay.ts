import { readFile, writeFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import type { Artifacts } from './build/artifacts-types';
import { CNI_DIRECTORIES } from './cluster/containerd';
import { readMachineInformation } from './machine/access';
import type { LabState } from './state';

/**
 * How long a proxy still serves its open connections when it ends, or when the listener that accepted them changes. `short` is a second, because a
 * lab can do without its connections. `istio` stands for Istio's defaults of 5 and 45 s, for tests that count lost requests and for benches.
 */
export type Drain = 'short' | 'istio';

/**
 * The config that the lab lays over a stack's: its own charts and images, the settings of istiod that upstream Envoy needs, and how long proxies drain.
 * Istio's build of Envoy has filters of its own; without them a proxy refuses configuration that names them.
 */
export function configOverlay(
  artifacts: Pick<Artifacts, 'chartsDirectory' | 'istio' | 'references'>,
  drain: Drain,
): string {
  const { hub, tag } = artifacts.istio;
  const env = { PILOT_ENABLE_ALPN_FILTER: 'false', PILOT_ENABLE_METADATA_EXCHANGE: 'false' };
  const meshConfig = { defaultConfig: { drainDuration: '1s', terminationDrainDuration: '1s' } };
  return stringify({
    'meshwork:istio': {
      charts: { path: artifacts.chartsDirectory },
      images: { hub, tag },
      values: {
        istiod: { env, telemetry: { enabled: false }, ...(drain === 'short' ? { meshConfig } : {}) },
        // The chart's placeholder image has no tag, so that the API server would have the injected one pulled at every start.
        gateway: { imagePullPolicy: 'IfNotPresent' },
        cni: { cniBinDir: CNI_DIRECTORIES.bin, cniConfDir: CNI_DIRECTORIES.config },
      },
    },
    'meshwork:verify': { image: artifacts.references.agnhost },
  });
}

/** Writes the overlay of a lab: its charts and images, and how its machines are reached. */
export async function writeOverlay(
  state: LabState,
  artifacts: Pick<Artifacts, 'chartsDirectory' | 'istio' | 'references'>,
  drain: Drain,
): Promise<void> {
  await write(state, { ...(parse(configOverlay(artifacts, drain)) as object), ...(await machineKeys(state)) });
}

/** Brings the part of a lab's overlay up to date that says how machines are reached. */
export async function overlayMachines(state: LabState): Promise<void> {
  const overlay = parse(await readFile(state.overlay, 'utf8')) as object;
  await write(state, { ...overlay, ...(await machineKeys(state)) });
}

/** The keys of an overlay that say how machines are reached. Without machines they have no value, and YAML leaves them out. */
async function machineKeys(state: LabState): Promise<object> {
  const information = await readMachineInformation(state);
  if (information === undefined) return { 'meshwork:virtualMachines': undefined, 'meshwork:sshKeys': undefined };
  const { machines, package: sidecar } = information;
  const entries = Object.entries(machines).map(([name, { address, hostKey, user }]) => [
    name,
    { address, ssh: { user, hostKey }, sidecar: { url: sidecar.url, sha256: sidecar.sha256 } },
  ]);
  return {
    'meshwork:virtualMachines': Object.fromEntries(entries) as object,
    'meshwork:sshKeys': { default: await readFile(state.machineKey, 'utf8') },
  };
}

/** Only its owner may read the file, because it holds the SSH key of machines. */
async function write(state: LabState, overlay: object): Promise<void> {
  await writeFile(state.overlay, stringify(overlay), { mode: 0o600 });
}
