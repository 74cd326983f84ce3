/** The release of Istio's CNI agent; that of Istio's installation guide. Its objects have fixed names. */
export const CNI_RELEASE = 'istio-cni';

/** The DaemonSet of the agent, and the label `k8s-app` of its pods: fixed by Istio's chart. */
export const CNI_DAEMON_SET = 'istio-cni-node';

/**
 * The namespace of Istio's CNI agent. Its pods need what Pod Security `privileged` allows, and the priority class of node agents. Every platform has that
 * there: OpenShift's guide asks for it (https://istio.io/latest/docs/setup/platform-setup/openshift/), Talos exempts it from its Pod Security
 * (https://www.talos.dev/latest/kubernetes-guides/configuration/pod-security/), and `istio-system` stays free for stricter labels.
 */
export const CNI_NAMESPACE = 'kube-system';

/** The command that shows the agent's pods, with their nodes. */
export const CNI_PODS_COMMAND = `kubectl -n ${CNI_NAMESPACE} get pods -l k8s-app=${CNI_DAEMON_SET} -o wide`;
