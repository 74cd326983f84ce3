import * as pulumi from '@pulumi/pulumi';

/** The name of the running stack, as `ORGANIZATION/PROJECT/STACK`. */
export function runningStack(): string {
  return `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
}
