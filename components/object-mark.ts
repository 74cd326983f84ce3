import * as pulumi from '@pulumi/pulumi';
import { runningStack } from '../config/running-stack';
import { markOf } from '../model/names/object-mark';
import { tellsForeignEdits } from './foreign-edits';

/** What both kinds of transforms are told of a resource, as far as the mark needs it. */
interface Marked {
  readonly type: string;
  readonly name: string;
  readonly props: object;
}

/** The inputs of an object with its mark; undefined for a resource that is no Kubernetes object. */
function withMark({ name, props, type }: Marked): object | undefined {
  // Charts are of the package too, but are components; they mark their objects by a transform of their own.
  if (!type.startsWith('kubernetes:') || type.startsWith('kubernetes:helm.sh/')) return undefined;
  const { metadata } = props as { metadata?: { readonly annotations?: Readonly<Record<string, string>> } };
  // A chart's Service that the program reads is made by the plugin, and only looked up here.
  if (metadata === undefined) return undefined;
  const annotations = { ...metadata.annotations, ...markOf(runningStack(), name) };
  return { ...props, metadata: { ...metadata, annotations } };
}

/**
 * Has every Kubernetes object that this process makes say which stack made it, and its updates tell the fields that they take back from others
 * (docs/adr/0025). It runs in this process, so it costs no call. It does not reach the objects of charts, which the plugin makes: `markOfChart` and
 * `chartTellsForeignEdits` do.
 */
export function markObjects(): void {
  pulumi.runtime.registerStackTransformation(({ name, opts, props, type }) => {
    const marked = withMark({ type, name, props: props });
    if (marked === undefined) return undefined;
    // What stays when the stack goes is somebody else's, a namespace that was there: its fields are not taken by force.
    const isTheirs = opts.retainOnDelete === true;
    return { props: marked, opts: isTheirs ? opts : pulumi.mergeOptions(opts, tellsForeignEdits()) };
  });
}

/** A transform for charts: each object says which stack made it. */
export const markOfChart: pulumi.ResourceTransform = ({ name, opts, props, type }) => {
  const marked = withMark({ type, name, props: props });
  return marked === undefined ? undefined : { props: marked, opts };
};
