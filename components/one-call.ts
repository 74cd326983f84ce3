import type * as pulumi from '@pulumi/pulumi';

/**
 * Makes one transform of several, each on what the one before left. The engine calls this process for each transform of each object of a chart, with all of
 * the object in the call.
 */
export function inOneCall(transforms: readonly pulumi.ResourceTransform[]): pulumi.ResourceTransform {
  return async (args) => {
    let result: pulumi.ResourceTransformResult | undefined;
    for (const transform of transforms) result = (await transform({ ...args, ...result })) ?? result;
    return result;
  };
}
