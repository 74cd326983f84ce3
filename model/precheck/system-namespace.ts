import { TRUST_BUNDLE } from '../names/federation';
import { PULL_SECRET } from '../names/pull-secret';
import { READER_ACCOUNT } from '../names/remote-secret';
import { SYSTEM_NAMESPACE } from '../names/system-namespace';
import { finding, type Finding, foreign, type Surveyed } from './finding';
import { type FoundObject, titleOf } from './found-object';

/** Objects that Kubernetes puts into every namespace. */
const IN_EACH = ['ConfigMap kube-root-ca.crt', 'ServiceAccount default'];

/** The manager of objects that istiods write without being asked: leases of leaders, and roots for workloads. */
const ISTIOD = 'pilot-discovery';

/** How many objects a finding names. */
const NAMED = 5;

/** The control plane namespace, if it is there and not the stack's, and what is in it. */
export function otherSystemNamespace(surveyed: Surveyed): Finding[] {
  const { namespaces, systemObjects } = surveyed.inventory;
  const things = foreign(surveyed, systemObjects).filter((object) => !comesByItself(object));
  if (surveyed.cluster.namespaceExists) return takenNames(surveyed, things);
  const [namespace] = foreign(surveyed, namespaces).filter(({ metadata }) => metadata.name === SYSTEM_NAMESPACE);
  if (namespace !== undefined)
    return [
      finding(surveyed, namespace, {
        status: 'fail',
        problem: `the namespace is there ${things.length === 0 ? 'and empty' : `with ${listed(things)}`}`,
        fix: `\`up\` makes the namespace, and refuses one that is there. Remove what made it, then run \`kubectl delete namespace ${SYSTEM_NAMESPACE}\`. Or have the stack take it over: \`systemNamespace: { existing: true }\` of the cluster.`,
      }),
    ];
  return things.map((object) =>
    finding(surveyed, object, {
      status: 'warn',
      problem: 'an object in the control plane namespace that is not of this stack',
      fix: 'Move it to a namespace of its own: it goes with the namespace when the stack is destroyed.',
    }),
  );
}

/** In a namespace that the stack takes over: objects with a name that the stack needs. It takes over none of them, because another tool would undo its changes. */
function takenNames(surveyed: Surveyed, things: readonly FoundObject[]): Finding[] {
  const { controlPlanes, gateways } = surveyed.cluster;
  const charts = [...controlPlanes.map(({ istiod }) => istiod), ...gateways.map(({ release }) => release)];
  const taken = new Set([
    ...charts.flatMap((name) => ['Deployment', 'Service', 'ServiceAccount'].map((kind) => `${kind} ${name}`)),
    ...['istio', 'istio-sidecar-injector', 'values', TRUST_BUNDLE].map((name) => `ConfigMap ${name}`),
    ...['cacerts', PULL_SECRET].map((name) => `Secret ${name}`),
    `ServiceAccount ${READER_ACCOUNT}`,
  ]);
  return things
    .filter(({ kind, metadata: { name } }) => taken.has(`${kind} ${name}`))
    .map((object) =>
      finding(surveyed, object, {
        status: 'fail',
        problem: 'an object with a name that the stack needs',
        fix: 'Remove it, once nothing needs it: `up` makes one of that name, and takes over the namespace alone.',
      }),
    );
}

function comesByItself({ kind, metadata: { managedFields = [], name } }: FoundObject): boolean {
  return IN_EACH.includes(`${kind} ${name}`) || managedFields.some(({ manager }) => manager === ISTIOD);
}

function listed(things: readonly FoundObject[]): string {
  const names = things.slice(0, NAMED).map((object) => titleOf(object).replace(`${SYSTEM_NAMESPACE}/`, ''));
  const more = things.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}
