import { providerUrn } from '../../model/names/urn';
import type { StateResource } from './deployment';

/** What tells a Kubernetes object from all others of a stack's clusters. */
export interface ObjectReference {
  readonly cluster: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for an object of the whole cluster. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** An object as people write it: `CLUSTER/KIND/NAMESPACE/NAME`, or `CLUSTER/KIND/NAME` without a namespace. */
export function written({ cluster, kind, name, namespace }: ObjectReference): string {
  return [cluster, kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}

/** Whether a resource is a Kubernetes object: not another package's, and no chart. */
export function isObject({ type }: Pick<StateResource, 'type'>): boolean {
  return type.startsWith('kubernetes:') && !type.startsWith('kubernetes:helm.sh/');
}

/** Clusters by the provider that reaches them, as resources refer to it. */
export type ProviderClusters = ReadonlyMap<string, string>;

/** The clusters of all Kubernetes providers among some resources, by the provider's URN. */
export function providerClusters(resources: readonly StateResource[]): ProviderClusters {
  return new Map(
    resources.flatMap(({ inputs, type, urn }) => {
      const cluster = inputs?.['clusterIdentifier'];
      return type === 'pulumi:providers:kubernetes' && typeof cluster === 'string' ? [[urn, cluster]] : [];
    }),
  );
}

/** The object that a resource stands for; undefined if its cluster is unknown. */
export function referenceOf(resource: StateResource, clusters: ProviderClusters): ObjectReference | undefined {
  const cluster = clusters.get(providerUrn(resource.provider ?? ''));
  const { apiVersion, kind, metadata } = (resource.inputs ?? {}) as {
    apiVersion?: string;
    kind?: string;
    metadata?: { name?: string; namespace?: string };
  };
  if (cluster === undefined || apiVersion === undefined || kind === undefined || metadata?.name === undefined)
    return undefined;
  return { cluster, apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}

/** The annotations that a resource asks for. */
export function annotationsOf({ inputs }: StateResource): Readonly<Record<string, string>> {
  const { metadata } = (inputs ?? {}) as { metadata?: { annotations?: Record<string, string> } };
  return metadata?.annotations ?? {};
}
