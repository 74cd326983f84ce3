import { strict as assert } from 'node:assert';
import * as pulumi from '@pulumi/pulumi';
import * as state from '@pulumi/pulumi/runtime/state';
import type { ExternalCrds } from '../../config/external-crds';
import type { StackState } from '../../config/stack-state';
import { type Reading, readConfiguration } from '../../config/read';
import type { MeshworkOutputs } from '../../outputs/contract';
import { deployed } from '../../outputs/deployed';
import { plannedGatewayServices } from './gateway-services';
import {
  type GatewayServiceState,
  type KeptRegistration,
  type Registration,
  type Replacement,
  Recording,
} from './recording';

/** A deployment against a mock engine. */
export interface MockDeployment {
  readonly registrations: readonly Registration[];
  readonly outputs: MeshworkOutputs;
  /** Which changes make the engine replace a resource, by its name. */
  readonly replacements: ReadonlyMap<string, Replacement>;
  /** Registrations as the engine keeps them. */
  readonly kept: readonly KeptRegistration[];
  /** Properties whose later changes the program does not want, by name of the resource. */
  readonly ignored: ReadonlyMap<string, readonly string[]>;
}

/** A part of the SDK's runtime that its typings leave out. */
export interface RuntimeState {
  getStore(): { supportsTransforms: boolean; settings: { monitor: Parameters<Recording['listenTo']>[0] } };
}

/**
 * Deploys a raw configuration against a mock engine and plugins; each cluster gets a kubeconfig of its own.
 *
 * @param gateways Services after deployment, by name; those of gateways by the name of the chart. Default: as planned.
 * @param external Istio's CRDs that are there and not the stack's, by cluster. Default: none.
 */
export function deployMocked(
  raw: { clusters: Record<string, unknown> },
  gateways: Readonly<Record<string, GatewayServiceState>> = {},
  external: ExternalCrds = new Map(),
): Promise<MockDeployment> {
  return deployReading(readWithKubeconfigs(raw), gateways, external);
}

/** Reads and plans a raw configuration, with a kubeconfig for each of its clusters. */
export function readWithKubeconfigs(raw: { clusters: Record<string, unknown> }): Reading {
  const kubeconfigs = Object.fromEntries(Object.keys(raw.clusters).map((name) => [name, kubeconfig(name)]));
  return readConfiguration({ ...raw, kubeconfigs }, {});
}

/** Deploys a configuration that was read, against a mock engine and plugins. */
export async function deployReading(
  reading: Reading,
  gateways: Readonly<Record<string, GatewayServiceState>> = {},
  external: ExternalCrds = new Map(),
  stackState: StackState = [],
): Promise<MockDeployment> {
  const recording = new Recording({ ...plannedGatewayServices(reading.plan), ...gateways });
  await pulumi.runtime.setMocks(recording, 'meshwork', 'test', false, 'acme');
  const store = (state as unknown as RuntimeState).getStore();
  recording.listenTo(store.settings.monitor);
  const deploying: Promise<MeshworkOutputs>[] = [];
  await pulumi.runtime.runInPulumiStack(() => {
    // The SDK's mocks turn transforms off, although registering them works; without this every chart would be refused.
    store.supportsTransforms = true;
    deploying.push(resolved(pulumi.output(deployed(reading, external, stackState, () => Promise.resolve()))));
    return Promise.resolve();
  });
  const [outputs = assert.fail()] = await Promise.all(deploying);
  await pulumi.runtime.disconnect();
  const { ignored, kept, registrations, replacements } = recording;
  return { ignored, kept, registrations, replacements, outputs };
}

/** A method of the SDK's outputs that its typings leave out. `apply` alone would wait for ever for a refused value. */
interface Settling<T> {
  promise(): Promise<T>;
}

function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as Settling<T>).promise();
}

function kubeconfig(name: string): string {
  return JSON.stringify({
    'current-context': name,
    clusters: [{ name, cluster: { server: `https://${name}.example:6443` } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { token: `token-of-${name}` } }],
  });
}
