import * as pulumi from '@pulumi/pulumi';
import { foreignFields } from '../model/field-managers/foreign-fields';

/** The page that explains foreign edits. */
const PAGE = 'docs/how-to/foreign-edits.md';

/** An update of an object, as the engine tells it to a hook. */
type Update = Pick<pulumi.ResourceHookArgs, 'name' | 'newInputs' | 'oldOutputs'>;

let hook: pulumi.ResourceHook | undefined;

/**
 * Options of a Kubernetes object by which each preview and update tells the fields that it takes back from another manager (docs/adr/0025). The object as
 * the engine knows it is asked, and not the cluster, so fields that were changed since the last refresh are told with `--refresh` alone.
 */
export function tellsForeignEdits(): Pick<pulumi.CustomResourceOptions, 'hooks'> {
  hook ??= new pulumi.ResourceHook(
    'foreign-edits',
    async (update) => {
      for (const message of await foreignEdits(update)) await pulumi.log.warn(message);
    },
    // The update goes on in any case.
    { onDryRun: true, ignoreErrors: true },
  );
  return { hooks: { beforeUpdate: [hook] } };
}

/**
 * Inputs as plain values: a hook gets those that hold a secret, such as the data of a Secret, as outputs. Only their keys are read, and paths are all that
 * is told. An unknown value becomes a text that has no fields.
 */
async function readable(inputs: pulumi.Inputs): Promise<Readonly<Record<string, unknown>>> {
  const values = Object.entries(await pulumi.runtime.serializeProperties('foreign-edits', inputs));
  return Object.fromEntries(values.map(([key, value]) => [key, pulumi.runtime.unwrapRpcSecret(value) as unknown]));
}

/** A transform that has the objects of a chart tell the fields that are taken back. */
export const chartTellsForeignEdits: pulumi.ResourceTransform = ({ custom, opts, props }) =>
  custom ? { props, opts: pulumi.mergeOptions(opts, tellsForeignEdits()) } : undefined;

/** What to tell of an update that takes fields back from other managers: one message for each of them. */
export async function foreignEdits({ name, newInputs = {}, oldOutputs }: Update): Promise<string[]> {
  const { kind, metadata } = (oldOutputs ?? {}) as {
    readonly kind?: string;
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
  };
  const object = [metadata?.namespace, metadata?.name].filter((part) => part !== undefined).join('/');
  return foreignFields(oldOutputs, await readable(newInputs)).map(({ manager, paths, time }) => {
    const since = time === undefined ? '' : ` since ${time}`;
    return (
      `${kind ?? 'An object'} ${object} (${name}): "${manager}" holds ${paths.join(', ')}${since}. ` +
      `This stack's config wins and takes ${paths.length === 1 ? 'it' : 'them'} back. To keep the other value, write it into the config; to end the dispute, stop "${manager}". See ${PAGE}.`
    );
  });
}
