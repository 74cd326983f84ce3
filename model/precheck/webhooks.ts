import { finding, type Finding, foreign, type Surveyed } from './finding';
import type { FoundWebhooks } from './found-object';
import { selects } from './label-selector';

/** Labels by which users choose a namespace for injection by the stack's istiod. */
const INJECTED: readonly Readonly<Record<string, string>>[] = [
  { 'istio-injection': 'enabled' },
  { 'istio.io/rev': 'default' },
];

/** The webhook of the base chart, under a name that all installations share. */
const VALIDATOR = 'istiod-default-validator';

/** Webhooks that are not the stack's and that catch pods or objects of its mesh. */
export function otherWebhooks(surveyed: Surveyed): Finding[] {
  const { mutatingWebhooks, validatingWebhooks } = surveyed.inventory;
  return [
    ...foreign(surveyed, mutatingWebhooks)
      .filter(catchesInjected)
      .map((webhooks) =>
        finding(surveyed, webhooks, {
          status: 'fail',
          problem: `another injector, ${targetOf(webhooks)}, catches pods in namespaces that this mesh injects`,
          fix: 'Remove it with the tool that made it, or give that Istio a revision of its own and no tag "default".',
        }),
      ),
    ...foreign(surveyed, validatingWebhooks)
      .filter(({ metadata }) => metadata.name === VALIDATOR)
      .map((webhooks) =>
        finding(surveyed, webhooks, {
          status: 'fail',
          problem: `validation of every object of Istio's kinds leads to ${targetOf(webhooks)}`,
          fix: `Remove it with the tool that made it, or with \`kubectl delete validatingwebhookconfiguration ${VALIDATOR}\` if that Istio is gone. Until then it refuses objects that its istiod does not know.`,
        }),
      ),
  ];
}

/** Whether an injector of Istio takes pods without labels of their own in a namespace of the mesh. */
function catchesInjected({ webhooks = [] }: FoundWebhooks): boolean {
  return webhooks.some(
    ({ clientConfig, namespaceSelector, objectSelector, rules = [] }) =>
      isInjector(clientConfig) &&
      rules.some(({ resources = [] }) => resources.some((resource) => resource === 'pods' || resource === '*')) &&
      selects(objectSelector, {}) &&
      INJECTED.some((labels) => selects(namespaceSelector, labels)),
  );
}

type ClientConfig = NonNullable<FoundWebhooks['webhooks']>[number]['clientConfig'];

function isInjector(config: ClientConfig): boolean {
  const path = config?.service?.path ?? (config?.url === undefined ? '' : new URL(config.url).pathname);
  return path.startsWith('/inject');
}

function targetOf({ webhooks = [] }: FoundWebhooks): string {
  const { service, url } = webhooks[0]?.clientConfig ?? {};
  return service === undefined ? (url ?? 'an unknown address') : `Service ${service.namespace}/${service.name}`;
}
