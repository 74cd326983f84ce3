import { urnParts, providerUrn } from '../../../model/names/urn';
import type { Stack } from '../stack';

/** A resource as an exported state has it. */
interface ExportedResource {
  readonly urn: string;
  readonly id?: string;
  readonly type: string;
  readonly provider?: string;
  readonly inputs?: unknown;
  readonly retainOnDelete?: boolean;
}

/**
 * What a state has of a cluster: its providers, their resources, and operations that had begun on these, each in one line. Secrets are left out, because
 * the engine may encrypt one anew that has not changed.
 */
export async function stateIn(stack: Stack, cluster: string): Promise<{ resources: string[]; pending: string[] }> {
  const { deployment } = JSON.parse(await stack.state()) as {
    deployment: {
      resources: ExportedResource[];
      pending_operations?: { type: string; resource: ExportedResource }[];
    };
  };
  const isIn = ({ provider = '', type, urn }: ExportedResource) =>
    urnParts(type.startsWith('pulumi:providers:') ? urn : providerUrn(provider)).name.startsWith(`${cluster}-provider`);
  return {
    resources: deployment.resources.filter(isIn).map(lineOf).sort(),
    pending: (deployment.pending_operations ?? [])
      .filter(({ resource }) => isIn(resource))
      .map(({ resource, type }) => `${type} ${resource.urn}`)
      .sort(),
  };
}

function lineOf({ id, inputs, retainOnDelete, urn }: ExportedResource): string {
  const withoutSecrets = (key: string, value: unknown) => (key === 'ciphertext' ? undefined : value);
  return JSON.stringify({ urn, id, retainOnDelete, inputs }, withoutSecrets);
}
