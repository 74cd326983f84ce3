/** The namespace of Istio's control plane; the same in every cluster, because a remote's certificates name it. */
export const SYSTEM_NAMESPACE = 'istio-system';
