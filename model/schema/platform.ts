import { z } from 'zod';

/**
 * Kinds of Kubernetes that Istio's charts know settings of (files/profile-platform-*.yaml of the charts, 1.28 and later; the charts refuse others):
 * places of CNI plugins and their configuration, quotas and SELinux.
 */
export const platform = z
  .enum(['gke', 'k3d', 'k3s', 'microk8s', 'minikube', 'openshift'])
  .describe(
    "The kind of Kubernetes, where Istio's charts have settings for it, such as the place of CNI plugins on the nodes. Default: none of them.",
  );

/** A kind of Kubernetes with settings of its own. */
export type Platform = z.infer<typeof platform>;
