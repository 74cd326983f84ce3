/** The annotation of each Kubernetes object that names the stack that made it, as `ORGANIZATION/PROJECT/STACK`. */
export const STACK_ANNOTATION = 'meshwork/stack';

/** The annotation of each Kubernetes object that names its resource in that stack. */
export const RESOURCE_ANNOTATION = 'meshwork/resource';

/**
 * The annotations by which an object says who made it.
 *
 * @param stack `ORGANIZATION/PROJECT/STACK`.
 */
export function markOf(stack: string, resource: string): Readonly<Record<string, string>> {
  return { [STACK_ANNOTATION]: stack, [RESOURCE_ANNOTATION]: resource };
}
