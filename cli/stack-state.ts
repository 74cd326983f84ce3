import type { LocalWorkspace } from '@pulumi/pulumi/automation';
import type { Reading } from '../config/read';
import { inWorkspace, readConfig, type StackChoice } from './stack';

/** A stack that may not be deployed yet: its configuration, and the Kubernetes objects in its state. */
export interface StackState {
  readonly name: string;
  /** `PROJECT/STACK`. */
  readonly qualifiedName: string;
  readonly reading: Reading;
  /** Inputs of the objects in the state, by the UID of the object. Secrets are encrypted. */
  readonly own: ReadonlyMap<string, unknown>;
}

/** A resource of a state, as far as it is read. */
interface StateResource {
  readonly type: string;
  readonly inputs?: unknown;
  readonly outputs?: { readonly metadata?: { readonly uid?: string } };
}

/**
 * Reads config and state of a stack of the project in a directory.
 *
 * @throws CommandError that says what to do.
 */
export async function readStackState(directory: string, choice: StackChoice): Promise<StackState> {
  return inWorkspace(directory, choice, async (workspace, name) => {
    const [reading, resources, project] = await Promise.all([
      readConfig(workspace, name, choice.configFile),
      resourcesOf(workspace, name),
      workspace.projectSettings(),
    ]);
    const own = new Map(
      resources.flatMap(({ inputs, outputs, type }): [string, unknown][] => {
        const uid = outputs?.metadata?.uid;
        return type.startsWith('kubernetes:') && typeof uid === 'string' ? [[uid, inputs]] : [];
      }),
    );
    // A stack may be named with its organization, and with its project.
    const qualifiedName = `${project.name}/${name.split('/').at(-1) ?? name}`;
    return { name, qualifiedName, reading, own };
  });
}

async function resourcesOf(workspace: LocalWorkspace, stack: string): Promise<readonly StateResource[]> {
  const exported = (await workspace.exportStack(stack)) as { deployment?: { resources?: readonly StateResource[] } };
  return exported.deployment?.resources ?? [];
}
