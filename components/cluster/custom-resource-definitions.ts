import type * as k8s from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { IstioSpec } from '../../spec/schema/config';

/**
 * A transform for the CRDs of the base chart. They get a provider of their own, because adopting those that are there needs a setting
 * that holds for everything a provider makes (docs/adr/0004). The chart asks that they outlive it, which the provider turns into
 * `retainOnDelete`; with `delete` that is taken back.
 */
export function customResourceDefinitions(provider: k8s.Provider, crds: IstioSpec['crds']): pulumi.ResourceTransform {
  return ({ type, props, opts }) =>
    type.endsWith(':CustomResourceDefinition')
      ? { props, opts: { ...opts, provider, retainOnDelete: crds === 'keep' } }
      : undefined;
}
