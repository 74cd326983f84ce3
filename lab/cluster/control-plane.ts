import type { ClusterContext } from './context';
import { ETCD_URL } from './etcd';
import { flags, type Program } from './program';

/** The cluster's API server. */
export function apiServer(cluster: ClusterContext): Program {
  const { addresses } = cluster;
  return {
    name: 'kube-apiserver',
    args: flags({
      'advertise-address': addresses.nodeAddress,
      'bind-address': '0.0.0.0',
      'secure-port': 6443,
      'etcd-servers': ETCD_URL,
      'service-cluster-ip-range': addresses.serviceRange,
      'allow-privileged': true,
      'authorization-mode': 'Node,RBAC',
      'anonymous-auth': false,
      'enable-admission-plugins': 'NodeRestriction',
      'token-auth-file': cluster.file('tokens.csv'),
      'client-ca-file': cluster.certificate('ca.crt'),
      'tls-cert-file': cluster.certificate('apiserver.crt'),
      'tls-private-key-file': cluster.certificate('apiserver.key'),
      'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
      'service-account-key-file': cluster.certificate('service-account.key'),
      'service-account-signing-key-file': cluster.certificate('service-account.key'),
      'kubelet-certificate-authority': cluster.certificate('ca.crt'),
      'kubelet-client-certificate': cluster.certificate('kubelet-client.crt'),
      'kubelet-client-key': cluster.certificate('kubelet-client.key'),
      // Without this, logs and exec look the node's name up in a DNS that does not know it.
      'kubelet-preferred-address-types': 'InternalIP',
      profiling: false,
    }),
    // Rarer garbage collection: a sixth of the processor time of a start, for 130 MiB of memory.
    environment: { GOGC: '400' },
  };
}

/** The cluster's controller manager. */
export function controllerManager(cluster: ClusterContext): Program {
  const name = 'kube-controller-manager';
  return {
    name,
    args: flags({
      ...single(cluster, name),
      'use-service-account-credentials': true,
      // Its controllers start one after the other, each with three calls for an account of its own. At the default of 20 calls a second that takes 5 s.
      'kube-api-qps': 1000,
      'kube-api-burst': 1000,
      'service-account-private-key-file': cluster.certificate('service-account.key'),
      'root-ca-file': cluster.certificate('ca.crt'),
      'cluster-signing-cert-file': cluster.certificate('ca.crt'),
      'cluster-signing-key-file': cluster.certificate('ca.key'),
    }),
  };
}

/** The cluster's scheduler. */
export function scheduler(cluster: ClusterContext): Program {
  const name = 'kube-scheduler';
  return { name, args: flags(single(cluster, name)) };
}

/**
 * Flags of a program that talks to the API server as itself, and of which a cluster of the lab runs one. It serves no metrics: a lab does not read
 * them, and they would need a new certificate at every start.
 */
function single(cluster: ClusterContext, name: string) {
  return { kubeconfig: cluster.kubeconfig(name), 'secure-port': 0, 'leader-elect': false, profiling: false };
}

/** The controller that gives LoadBalancer Services addresses which the router sends to the node. */
export function loadBalancer(cluster: ClusterContext): Program {
  return {
    name: 'load-balancer',
    args: flags({ kubeconfig: cluster.kubeconfig('load-balancer'), range: cluster.addresses.loadBalancerRange }),
  };
}
