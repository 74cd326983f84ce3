import { RESOURCE_ANNOTATION, STACK_ANNOTATION } from '../../model/names/object-mark';

interface Metadata {
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The mark that inputs ask for, as stack and resource; undefined without any part of it. */
export function markIn(inputs: Readonly<Record<string, unknown>>): readonly (string | undefined)[] | undefined {
  const { annotations = {} } = (inputs['metadata'] ?? {}) as Metadata;
  const mark = [annotations[STACK_ANNOTATION], annotations[RESOURCE_ANNOTATION]];
  return mark.some((part) => part !== undefined) ? mark : undefined;
}

/** Inputs as the program wrote them, before they were marked. */
export function withoutMark(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (markIn(inputs) === undefined) return inputs;
  const { annotations = {}, ...metadata } = inputs['metadata'] as Metadata;
  const own = Object.entries(annotations).filter(([key]) => key !== STACK_ANNOTATION && key !== RESOURCE_ANNOTATION);
  return {
    ...inputs,
    metadata: { ...metadata, ...(own.length === 0 ? {} : { annotations: Object.fromEntries(own) }) },
  };
}
