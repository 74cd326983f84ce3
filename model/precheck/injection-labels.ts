import { finding, type Finding, type Surveyed } from './finding';

/** Namespaces with both labels for injection. */
export function doubleInjection(surveyed: Surveyed): Finding[] {
  return (surveyed.inventory.namespaces ?? []).flatMap((namespace) => {
    const { labels = {} } = namespace.metadata;
    const [injection, revision] = [labels['istio-injection'], labels['istio.io/rev']];
    if (injection === undefined || revision === undefined) return [];
    return [
      finding(surveyed, namespace, {
        status: 'warn',
        problem: `the labels istio-injection=${injection} and istio.io/rev=${revision}, of which Istio follows the first alone`,
        fix: `Take one away: \`kubectl label namespace ${namespace.metadata.name} istio-injection-\` leaves the revision. With webhooks of two installations, both would inject.`,
      }),
    ];
  });
}
