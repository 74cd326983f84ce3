import type * as k8s from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { Spec } from '../../spec/schema/config';

/** The annotation by which the chart asks that its CRDs outlive it. */
const RESOURCE_POLICY = 'helm.sh/resource-policy';

interface AnnotatedProps {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}

/**
 * A transform for the CRDs of the base chart. They get a provider of their own, because adopting those that are there needs a setting
 * that holds for everything a provider makes (design, decision 7). With `delete` they lose the chart's wish to outlive it.
 */
export function customResourceDefinitions(
  provider: k8s.Provider,
  crds: Spec['istio']['crds'],
): pulumi.ResourceTransform {
  return ({ type, props, opts }) => {
    if (!type.endsWith(':CustomResourceDefinition')) return undefined;
    const definition = props as AnnotatedProps;
    return {
      props: crds === 'keep' ? definition : { ...definition, metadata: withoutPolicy(definition.metadata) },
      opts: { ...opts, provider },
    };
  };
}

function withoutPolicy({ annotations, ...metadata }: AnnotatedProps['metadata']): AnnotatedProps['metadata'] {
  const others = Object.entries(annotations ?? {}).filter(([key]) => key !== RESOURCE_POLICY);
  // Empty annotations would come back from the cluster as none, and every preview would want to set them again.
  return others.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(others) };
}
