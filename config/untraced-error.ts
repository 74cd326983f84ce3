import * as pulumi from '@pulumi/pulumi';

/**
 * An error that tells users what to do, and has no trace. The SDK formats the trace of every error, also of those whose trace it does not show; and where
 * a path lies right below a scope of node_modules, as the SDK's source maps have them, Node.js 20 (util.inspect with colours) does so until a string is too long, 17 s later.
 */
export function untracedError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  delete error.stack;
  return error;
}
