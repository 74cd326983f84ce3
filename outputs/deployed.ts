import * as pulumi from '@pulumi/pulumi';
import { deployCrds } from '../components/deploy-crds';
import { Deployment } from '../components/deployment';
import type { ExternalCrds } from '../config/external-crds';
import type { Reading } from '../config/read';
import { type MeshworkOutputs, SCHEMA_VERSION } from './contract';
import { stackOutputs, type StackOutputs } from './outputs';

/** The outputs of a stack that only makes CRDs: it has nothing that other stacks could use. */
function nothing(): StackOutputs {
  const said: MeshworkOutputs = {
    schemaVersion: SCHEMA_VERSION,
    meshes: {},
    clusters: {},
    services: {},
    ingressGateways: {},
    federations: {},
  };
  // The type of an output with known keys does not follow from a mapping that has none.
  return Object.fromEntries(
    Object.entries(said).map(([key, value]) => [key, pulumi.output(value as unknown)]),
  ) as unknown as StackOutputs;
}

/**
 * Deploys the meshes and services of a configuration, and returns the outputs.
 *
 * @param external Istio's CRDs that are there and not the stack's, by cluster.
 */
export function deployed(reading: Reading, external: ExternalCrds): StackOutputs {
  if (reading.spec.istio?.crds !== 'only')
    return stackOutputs(reading.plan, new Deployment({ ...reading, externalCrds: external }));
  deployCrds(reading);
  return nothing();
}
