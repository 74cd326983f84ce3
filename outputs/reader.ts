import * as pulumi from '@pulumi/pulumi';
import { untracedError } from '../config/untraced-error';
import { SCHEMA_VERSION } from './contract';
import type { StackOutputs } from './outputs';
import { outputShapes } from './shape';

/**
 * The outputs of a meshwork stack, for the program of another stack. A secret output stays secret.
 *
 * @param stack A reference to the meshwork stack. In a preview the stack has to be there as well.
 * @throws pulumi.RunError (from the outputs) if the stack is no meshwork stack or has nothing deployed, if its outputs have another schema version, or
 *   if one of them is not as the contract says.
 */
export function meshworkOutputs(stack: pulumi.StackReference): StackOutputs {
  const schemaVersion = pulumi
    .all([stack.name, stack.getOutput('schemaVersion')])
    .apply(([name, found]) => checkedVersion(name, found));
  const read = <K extends keyof typeof outputShapes>(key: K): StackOutputs[K] => {
    const output = pulumi
      .all([stack.name, stack.getOutput(key), schemaVersion])
      .apply(([name, found]) => checkedOutput(name, key, found));
    return output as unknown as StackOutputs[K];
  };
  return {
    schemaVersion,
    meshes: read('meshes'),
    clusters: read('clusters'),
    services: read('services'),
    ingressGateways: read('ingressGateways'),
    federations: read('federations'),
  };
}

function checkedVersion(stack: string, found: unknown): typeof SCHEMA_VERSION {
  if (found === SCHEMA_VERSION) return SCHEMA_VERSION;
  if (found === undefined)
    throw untracedError(
      `Stack ${stack} has no output "schemaVersion": it is no meshwork stack, or nothing of it is deployed. Name another stack, or run \`pulumi up\` there first.`,
    );
  const older = typeof found === 'number' && found < SCHEMA_VERSION;
  throw untracedError(
    `The outputs of stack ${stack} have schema version ${JSON.stringify(found)}, and this reader knows ${SCHEMA_VERSION}. ` +
      (older
        ? 'Run `pulumi up` there with a current meshwork.'
        : 'Use the reader (outputs/reader.ts) of the meshwork that deployed the stack.'),
  );
}

function checkedOutput(stack: string, key: keyof typeof outputShapes, found: unknown): unknown {
  const { data, error } = outputShapes[key].safeParse(found);
  if (error === undefined) return data;
  const { message, path } = error.issues[0] ?? { message: 'unknown', path: [] };
  throw untracedError(
    `Output "${[key, ...path].join('.')}" of stack ${stack} is not as outputs/contract.ts says: ${message}. Run \`pulumi up\` there with a current meshwork.`,
  );
}
