import { IMPORT_IMAGE } from '../cluster/containerd';
import type { Fault } from './fault';

const QUOTA = { name: 'meshwork-lab-fault', namespace: 'istio-system' };

const TAINT = 'meshwork.lab/fault=full:NoSchedule';

/** Faults of what a cluster gives to pods. */
export const NODE_FAULTS: readonly Fault[] = [
  {
    name: 'load-balancer-pending',
    title: 'the controller that gives load balancers of this cluster their addresses',
    async break({ inside, processId }) {
      await inside(['kill', '-STOP', String(await processId('load-balancer'))]);
    },
    async mend({ inside, processId }) {
      await inside(['kill', '-CONT', String(await processId('load-balancer'))]);
    },
  },
  {
    name: 'image-missing',
    title: 'the images of Istio on the nodes of this cluster: they cannot be pulled',
    async break({ cluster, images, onNode }) {
      for (const { name } of cluster.nodes)
        for (const { reference } of images.filter(isIstio))
          await onNode(name, ['ctr', '--namespace', 'k8s.io', 'images', 'rm', reference]);
    },
    async mend({ cluster, images, onNode }) {
      for (const { name } of cluster.nodes)
        for (const { archive } of images.filter(isIstio)) await onNode(name, [...IMPORT_IMAGE, archive]);
    },
  },
  {
    name: 'quota',
    title: 'the pods of istio-system in this cluster: a quota allows no new ones',
    async break({ kubectl }) {
      const spec = { hard: { pods: '0' } };
      const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: QUOTA, spec };
      await kubectl(['apply', '--filename=-'], JSON.stringify(quota));
    },
    async mend({ kubectl }) {
      await kubectl(['delete', 'resourcequota', QUOTA.name, '--namespace', QUOTA.namespace, '--ignore-not-found']);
    },
  },
  {
    name: 'nodes-full',
    title: 'the nodes of this cluster: a taint keeps new pods off them',
    async break({ kubectl }) {
      await kubectl(['taint', 'nodes', '--all', '--overwrite', TAINT]);
    },
    async mend({ cluster, kubectl }) {
      for (const { name } of cluster.nodes) {
        const node = JSON.parse(await kubectl(['get', 'node', name, '--output=json'])) as {
          spec: { taints?: { key: string }[] };
        };
        if ((node.spec.taints ?? []).some(({ key }) => key === TAINT.split('=')[0]))
          await kubectl(['taint', 'node', name, `${TAINT}-`]);
      }
    },
  },
  {
    name: 'dns-down',
    title: 'the DNS of this cluster: it has no pod',
    async break({ kubectl }) {
      await kubectl(['--namespace', 'kube-system', 'scale', 'deployment/coredns', '--replicas=0']);
    },
    async mend({ kubectl }) {
      await kubectl(['--namespace', 'kube-system', 'scale', 'deployment/coredns', '--replicas=1']);
      await kubectl(['--namespace', 'kube-system', 'rollout', 'status', 'deployment/coredns', '--timeout=180s']);
    },
  },
];

function isIstio({ reference }: { readonly reference: string }): boolean {
  return /\/(pilot|proxyv2):/.test(reference);
}
