import { ageOf, type MeshworkOutputs, SCHEMA_VERSION } from '../outputs/contract';
import { CommandError } from './errors';

/**
 * The outputs of a stack, by name, as verify reads them.
 *
 * @throws CommandError if the stack is not deployed, or if its outputs have another schema version.
 */
export function verifiableOutputs(values: Readonly<Record<string, unknown>>, stack: string): MeshworkOutputs {
  const { schemaVersion } = values;
  const age = ageOf(schemaVersion);
  if (age === 'older' || age === 'newer')
    throw new CommandError(
      `The outputs of stack ${stack} have schema version ${String(schemaVersion)}, and this verify reads ${SCHEMA_VERSION}. ` +
        'Use the verify of the version that deployed the stack, or run `pulumi up` with this one.',
    );
  const missing = ['schemaVersion', 'meshes', 'clusters'].filter((key) => values[key] === undefined);
  if (age === 'current' && missing.length === 0) return values as unknown as MeshworkOutputs;
  throw new CommandError(
    `Stack ${stack} is not deployed: it has no output ${missing.join(', ') || 'schemaVersion'}. Run \`pulumi up --stack ${stack}\` first.`,
  );
}
