import type { Example } from '../../examples/example';

/** The config of an example whose clusters are reached by kubeconfigs that the mock deployment hands in, and its machines by a key. */
export function withoutKubeconfigs(example: Example) {
  const { clusters, ...config } = example.config();
  const entries = Object.entries(clusters).map(([name, cluster]) => [name, { ...cluster, kubeconfig: undefined }]);
  const sshKeys = example.machines().length === 0 ? {} : { default: 'key' };
  return { ...config, sshKeys, clusters: Object.fromEntries(entries) as Record<string, unknown> };
}
