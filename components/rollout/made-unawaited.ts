import type * as pulumi from '@pulumi/pulumi';

/**
 * A transform for a chart's Deployment: for the provider it is ready as soon as it is there, because the program waits for its rollout
 * (docs/adr/0026). The provider still waits for its end when it is deleted, which `pulumi.com/skipAwait` would take away.
 */
export const madeUnawaited: pulumi.ResourceTransform = ({ opts, props, type }) => {
  if (type !== 'kubernetes:apps/v1:Deployment') return undefined;
  const { metadata, ...rest } = props as { readonly metadata: { readonly annotations?: object } };
  const annotations = { 'pulumi.com/waitFor': 'jsonpath={.metadata.uid}', ...metadata.annotations };
  return { props: { ...rest, metadata: { ...metadata, annotations } }, opts };
};
