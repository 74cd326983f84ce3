import * as pulumi from '@pulumi/pulumi';
import { istiodName, istiodReachedName } from '../../model/names/istiod';
import { SYSTEM_NAMESPACE } from '../../model/names/system-namespace';
import * as k8s from '../kubernetes';

/**
 * An object that is ready once the API server has called istiod's webhook, which it does by a Service whose tables every node fills in its own time
 * after a pod is ready. What is validated before that is refused, and the provider does not try again (pulumi/pulumi-kubernetes#3429).
 *
 * istiod looks after all webhooks of its revision. One that fails open it lets fail closed as soon as an invalid object, which it tries
 * to make for this in a dry run, came back denied by itself. The charts' webhooks fail closed from the start (docs/adr/0001), so
 * this is one more, which no object matches; its change is istiod's to make and therefore no drift.
 */
export function istiodReached(
  name: string,
  revision: string,
  opts: pulumi.CustomResourceOptions,
): k8s.ValidatingWebhookConfiguration {
  return new k8s.ValidatingWebhookConfiguration(
    name,
    {
      metadata: {
        name: istiodReachedName(revision),
        labels: { 'istio.io/rev': revision },
        annotations: { 'pulumi.com/waitFor': 'jsonpath={.webhooks[0].failurePolicy}=Fail' },
      },
      webhooks: [
        {
          name: 'reached.istiod.meshwork',
          clientConfig: {
            service: { name: istiodName(revision), namespace: SYSTEM_NAMESPACE, path: '/validate' },
          },
          rules: [
            { apiGroups: ['nothing.meshwork'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['nothing'] },
          ],
          failurePolicy: 'Ignore',
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    },
    pulumi.mergeOptions(opts, { ignoreChanges: ['webhooks[0].failurePolicy'] }),
  );
}
