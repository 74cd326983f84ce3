import { SYSTEM_NAMESPACE } from '../names/system-namespace';
import { istiodsOf } from '../plan/service-plan';
import type { Topology } from '../topology/topology';
import { configPath, type Problem } from '../problems/problem';
import type { ServiceSpec, Spec } from '../schema/config';

/** Checks that `reach.acceptPlaintext` applies: in a mesh, numeric ports, no competing policy. */
export function plaintextProblems(topology: Topology): Problem[] {
  const { spec } = topology;
  const services = Object.entries(spec.services).filter(([, { reach }]) => reach?.acceptPlaintext === true);
  return services.flatMap(([key, service]) => [
    ...portProblems(key, service),
    ...meshProblems(key, service, spec),
    ...namespaceProblems(key, service),
    ...services.filter(([other]) => other !== key).flatMap((other) => clashProblems(key, service, other, topology)),
  ]);
}

function portProblems(key: string, { ports }: ServiceSpec): Problem[] {
  return Object.entries(ports).flatMap(([name, { targetPort }]) =>
    typeof targetPort !== 'string'
      ? []
      : [
          {
            path: configPath('services', key, 'ports', name, 'targetPort'),
            found: `"${targetPort}", and its pods are to take plaintext`,
            expected: 'the number of the port: Istio’s policies know ports by number',
          },
        ],
  );
}

function meshProblems(key: string, { clusters }: ServiceSpec, spec: Spec): Problem[] {
  const unmeshed = clusters.every((cluster) => spec.clusters[cluster]?.role === 'standalone');
  if (!unmeshed) return [];
  return [
    {
      path: configPath('services', key, 'reach', 'acceptPlaintext'),
      found: `true, and no mesh has ${clusters.join(' or ')}`,
      expected: 'false: pods outside meshes take plaintext anyway',
    },
  ];
}

/** A PeerAuthentication with a selector changes nothing in Istio's root namespace (pilot's ComposePeerAuthentication). */
function namespaceProblems(key: string, { namespace }: ServiceSpec): Problem[] {
  if (namespace !== SYSTEM_NAMESPACE) return [];
  return [
    {
      path: configPath('services', key, 'reach', 'acceptPlaintext'),
      found: `true for pods of ${namespace}`,
      expected: `pods of another namespace: in ${namespace}, Istio follows no policy for some pods alone`,
    },
  ];
}

/**
 * Of several PeerAuthentications that select a pod, Istio follows the oldest alone (pilot's ComposePeerAuthentication): the ports of the other
 * service would stay closed. Selectors that merely may meet in a pod are not refused: nobody knows here which labels pods have.
 */
function clashProblems(
  key: string,
  service: ServiceSpec,
  [other, declared]: readonly [string, ServiceSpec],
  { services }: Topology,
): Problem[] {
  if (declared.namespace !== service.namespace || !nested(service.selector, declared.selector)) return [];
  const [one, two] = [services.get(key), services.get(other)];
  if (one === undefined || two === undefined) return [];
  const istiods = istiodsOf(two);
  const shared = istiodsOf(one).filter((istiod) => istiods.includes(istiod));
  const ports = numbers(service);
  if (shared.length === 0 || ports === numbers(declared)) return [];
  return [
    {
      path: configPath('services', key, 'reach', 'acceptPlaintext'),
      found: `true for ports ${ports} of pods that ${other} selects as well, with ports ${numbers(declared)}`,
      expected:
        'the same ports of pods, or pods that no other such service selects: Istio follows one policy for a pod',
      fix: 'Declare one service with the ports of both.',
    },
  ];
}

/** Whether one of two selectors selects every pod that the other does. */
function nested(one: ServiceSpec['selector'], other: ServiceSpec['selector']): boolean {
  if (one === undefined || other === undefined) return false;
  const selects = (labels: typeof one, narrower: typeof one) =>
    Object.entries(labels).every(([key, value]) => narrower[key] === value);
  return selects(one, other) || selects(other, one);
}

/** The ports of its pods, each once, in an order that does not depend on how they are written. */
function numbers({ ports }: ServiceSpec): string {
  const targets = Object.values(ports).map(({ port, targetPort }) => String(targetPort ?? port));
  return [...new Set(targets)].sort().join(', ');
}
