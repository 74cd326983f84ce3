import type { MeshedClusterSpec } from '../schema/config';

/** Whether a cluster has Istio's CNI agent. OpenShift has it unless config says otherwise, which the rules refuse: pods get no NET_ADMIN there. */
export function hasCni({ cni, platform }: Pick<MeshedClusterSpec, 'cni' | 'platform'>): boolean {
  return cni ?? platform === 'openshift';
}
