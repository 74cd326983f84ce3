import * as pulumi from '@pulumi/pulumi';
import type { Spec } from '../model/schema/config';

/** How the chart repository is logged in to. Secret. */
export type ChartCredentials = NonNullable<Spec['chartCredentials']>;

/**
 * Has every chart of this process that comes from a repository log in there. Plans, which tests and messages may show, hold no login; so it is added
 * where charts are registered.
 */
export function logInToChartRepository({ password, username }: ChartCredentials): void {
  const login = { username: pulumi.secret(username), password: pulumi.secret(password) };
  pulumi.runtime.registerStackTransformation(({ opts, props, type }) => {
    const { repositoryOpts } = props as { readonly repositoryOpts?: object };
    if (type !== 'kubernetes:helm.sh/v4:Chart' || repositoryOpts === undefined) return undefined;
    return { props: { ...props, repositoryOpts: { ...repositoryOpts, ...login } }, opts };
  });
}
