import type { Fault } from './fault';

const NAME = 'meshwork-lab-fault';

/** A webhook of others, for everything in the control plane's namespace. Nothing stands behind it, and the API server may not do without. */
const WEBHOOK = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: NAME },
  webhooks: [
    {
      name: 'policy.meshwork-lab-fault.example',
      clientConfig: { service: { name: NAME, namespace: 'default' } },
      rules: [
        {
          apiGroups: ['*'],
          apiVersions: ['*'],
          operations: ['CREATE', 'UPDATE'],
          resources: ['*'],
          scope: 'Namespaced',
        },
      ],
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-system' } },
      failurePolicy: 'Fail',
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    },
  ],
};

/** Faults of what API servers ask before they take an object. */
export const WEBHOOK_FAULTS: readonly Fault[] = [
  {
    name: 'webhook-dead',
    title: 'changes in istio-system of this cluster: a webhook of others has to allow them, and does not answer',
    async break({ kubectl }) {
      await kubectl(['apply', '--filename=-'], JSON.stringify(WEBHOOK));
    },
    async mend({ kubectl }) {
      await kubectl(['delete', 'validatingwebhookconfiguration', NAME, '--ignore-not-found']);
    },
  },
];
