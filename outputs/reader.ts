import * as pulumi from '@pulumi/pulumi';
import type { z } from 'zod';
import { untracedError } from '../config/untraced-error';
import { ageOf, SCHEMA_VERSION, type StackOutputs } from './contract';
import { outputShapes } from './shape';

const STACK_BEHIND = 'Run `pulumi up` there with a current meshwork.';
const READER_BEHIND = 'Use the reader (outputs/reader.ts) of the meshwork that deployed the stack.';

/**
 * The outputs of a meshwork stack, for the program of another stack. An output that is secret there is secret here as well, and the others are not.
 *
 * @param stack The meshwork stack as `organization/project/stack`, or a reference to it. By its name, the program may call this once only: that makes a
 *   reference, and the engine takes no two of the same name. In a preview the stack has to be there as well.
 * @throws pulumi.RunError (from the outputs) if the stack is no meshwork stack or has nothing deployed, if its outputs have another schema version, or
 *   if one of them is not as the contract says. The error names the keys that are wrong, and no value.
 */
export function meshworkOutputs(stack: pulumi.StackReference | string): StackOutputs {
  const reference = typeof stack === 'string' ? new pulumi.StackReference(stack) : stack;
  const schemaVersion = pulumi
    .all([reference.name, reference.getOutput('schemaVersion')])
    .apply(([name, found]) => checkedVersion(name, found));
  const read = <T>(key: keyof typeof outputShapes, shape: z.ZodType<T>) =>
    // The version comes first: with another one, other keys are no mistake.
    pulumi
      .all([reference.name, reference.getOutput(key), schemaVersion])
      .apply(([name, found]) => checkedOutput(name, key, shape, found));
  return {
    schemaVersion,
    meshes: read('meshes', outputShapes.meshes),
    clusters: read('clusters', outputShapes.clusters),
    services: read('services', outputShapes.services),
    ingressGateways: read('ingressGateways', outputShapes.ingressGateways),
    federations: read('federations', outputShapes.federations),
    workloadGroups: read('workloadGroups', outputShapes.workloadGroups),
  };
}

function checkedVersion(stack: string, found: unknown): typeof SCHEMA_VERSION {
  const age = ageOf(found);
  if (age === 'current') return SCHEMA_VERSION;
  if (age === 'none')
    throw untracedError(
      `Stack ${stack} has no output "schemaVersion"${found === undefined ? '' : ' that is a number'}: it is no meshwork stack, or nothing of it is deployed. Name another stack, or run \`pulumi up\` there first.`,
    );
  throw untracedError(
    `The outputs of stack ${stack} have schema version ${String(found)}, and this reader knows ${SCHEMA_VERSION}. ` +
      (age === 'older' ? STACK_BEHIND : READER_BEHIND),
  );
}

function checkedOutput<T>(stack: string, key: string, shape: z.ZodType<T>, found: unknown): T {
  const { data, error, success } = shape.safeParse(found, { reportInput: true });
  if (success) return data;
  const mistakes = error.issues.map(({ input, message, path }) => ({
    place: [key, ...path].join('.'),
    missing: input === undefined,
    message,
  }));
  throw untracedError(
    [
      `Output "${key}" of stack ${stack} is not as outputs/contract.ts says.`,
      mistakes.map(({ message, missing, place }) => `  ${place}: ${missing ? 'missing' : message}`).join('\n'),
      // Additions keep the schema version: a stack that only lacks keys was deployed before they were added.
      mistakes.every(({ missing }) => missing) ? STACK_BEHIND : READER_BEHIND,
    ].join('\n\n'),
  );
}
