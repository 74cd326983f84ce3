import { configPath, type Problem } from '../problems/problem';

/** One of Istio's CRDs as a cluster has it. */
export interface FoundCrd {
  /** Its name, such as `gateways.networking.istio.io`. */
  readonly name: string;
  /** The Istio release that it came with, as the base chart labels it; undefined without that label. */
  readonly release: string | undefined;
}

/** The label in which the base chart writes its release (its templates, `istio.labels`). */
export const RELEASE_LABEL = 'app.kubernetes.io/version';

/** What a cluster needs whose CRDs are not the stack's: Istio's CRDs as of 1.28, the oldest release that is accepted. Later ones are told by the label. */
const NEEDED = [
  'wasmplugins.extensions.istio.io',
  ...['destinationrules', 'envoyfilters', 'gateways', 'proxyconfigs', 'serviceentries', 'sidecars', 'virtualservices']
    .concat('workloadentries', 'workloadgroups')
    .map((plural) => `${plural}.networking.istio.io`),
  ...['authorizationpolicies', 'peerauthentications', 'requestauthentications'].map(
    (plural) => `${plural}.security.istio.io`,
  ),
  'telemetries.telemetry.istio.io',
];

/** Whether a CRD is one of those that Istio's base chart makes. That of the operator, which ended with Istio 1.23, is none of them. */
export function isIstioCrd(name: string): boolean {
  return name.endsWith('.istio.io') && !name.endsWith('.install.istio.io');
}

/**
 * What is wrong with the CRDs of a cluster whose stack does not make them.
 *
 * @param release The Istio release of the stack. CRDs of its minor release or a later one will do.
 */
export function externalCrdProblems(cluster: string, release: string, found: readonly FoundCrd[]): Problem[] {
  const about = {
    path: configPath('clusters', cluster),
    expected: `Istio's CRDs of release ${minorOf(release).join('.')} or later, because meshwork:istio.crds is external`,
    fix: 'Deploy the stack that makes them first (docs/how-to/share-crds.md).',
  };
  const missing = NEEDED.filter((name) => !found.some((crd) => crd.name === name));
  if (missing.length === NEEDED.length) return [{ ...about, found: 'a cluster without CRDs of Istio' }];
  if (missing.length > 0) return [{ ...about, found: `a cluster without ${missing.join(', ')}` }];
  const unlabelled = found.filter((crd) => crd.release === undefined);
  if (unlabelled.length > 0)
    return [{ ...about, found: `no label ${RELEASE_LABEL}, which tells the release, on ${namesOf(unlabelled)}` }];
  const old = found.filter((crd) => isOlder(crd.release ?? '', release));
  return old.length === 0 ? [] : [{ ...about, found: `${old[0]?.release ?? ''}, in ${namesOf(old)}` }];
}

function namesOf(crds: readonly FoundCrd[]): string {
  return crds.map(({ name }) => name).join(', ');
}

/** Major and minor number of a release. */
function minorOf(release: string): [number, number] {
  const [major = NaN, minor = NaN] = release.split('.').map(Number);
  return [major, minor];
}

/** A release that is no number counts as older. */
function isOlder(one: string, other: string): boolean {
  const [[major, minor], [otherMajor, otherMinor]] = [minorOf(one), minorOf(other)];
  return !(major > otherMajor || (major === otherMajor && minor >= otherMinor));
}

/** Whether a release belongs to a later minor release than another. One that is no number does not. */
export function isLater(one: string, other: string): boolean {
  return !minorOf(one).some(Number.isNaN) && isOlder(other, one);
}
