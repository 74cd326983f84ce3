import { hasMalformed } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import type { FederationSpec, Spec } from '../schema/config';
import { unknownEntry } from '../problems/unknown-name';
import { trusts } from '../topology/meshes';
import type { Topology } from '../topology/topology';
import { exportProblems, type Named } from './exports';

/** Federations join two meshes that are there, once, and say so if meshes that come together use one trust domain (docs/adr/0013). */
export function federationProblems(topology: Topology): Problem[] {
  const federations: Named[] = Object.entries(topology.spec.federations);
  return [...federations.flatMap((named) => ofFederation(named, federations, topology)), ...partnerProblems(topology)];
}

function ofFederation(named: Named, federations: readonly Named[], topology: Topology): Problem[] {
  const { spec } = topology;
  const [name, { meshes }] = named;
  const strangers = meshProblems(name, meshes, spec);
  // About meshes that are not there, or are the same, nothing else can be said.
  if (strangers.length > 0 || meshes.some((mesh) => spec.meshes[mesh] === undefined)) return strangers;
  return [
    ...pairProblems(named, federations),
    ...trustDomainProblems(named, spec),
    ...Object.keys(named[1].exports).flatMap((service) => exportProblems(named, service, federations, topology)),
  ];
}

function meshProblems(name: string, meshes: FederationSpec['meshes'], spec: Spec): Problem[] {
  const path = configPath('federations', name, 'meshes');
  const known = Object.keys(spec.meshes);
  if (meshes[0] === meshes[1])
    return [{ path, found: `"${meshes[0]}" twice`, expected: 'two meshes: a mesh trusts itself' }];
  return meshes
    .filter((mesh) => !known.includes(mesh))
    .flatMap((name) => unknownEntry(spec, 'meshes', { path, name, kind: 'mesh of this configuration', known }));
}

/** Two federations of one pair could say different things about its trust. */
function pairProblems([name, { meshes }]: Named, federations: readonly Named[]): Problem[] {
  const twins = federations
    .filter(([other, { meshes: others }]) => other !== name && meshes.every((mesh) => others.includes(mesh)))
    .map(([other]) => other);
  if (twins.length === 0) return [];
  return [
    {
      path: configPath('federations', name, 'meshes'),
      found: `${meshes.join(' and ')}, which federation ${twins.join(', ')} joins as well`,
      expected: 'one federation for two meshes',
      fix: 'Move the exports into one of them.',
    },
  ];
}

function trustDomainProblems([name, { meshes, sharedTrustDomain }]: Named, spec: Spec): Problem[] {
  const [one, other] = meshes.map((mesh) => spec.meshes[mesh]?.trustDomain);
  const same = one === other;
  if (same === sharedTrustDomain) return [];
  const path = configPath('federations', name, 'sharedTrustDomain');
  return [
    same
      ? {
          path,
          found: `false, and both meshes have the trust domain "${one ?? ''}" with roots of their own`,
          expected: 'trust domains that differ, or true',
          fix: `Give one of them another ${configPath('meshes', '<name>', 'trustDomain')}. With true, each can name any identity of the other.`,
        }
      : { path, found: `true, and the trust domains are "${one ?? ''}" and "${other ?? ''}"`, expected: 'false' },
  ];
}

/**
 * A mesh tells the meshes that it trusts apart by their trust domains alone, in its policies and where it pins identities. Two of one domain
 * that do not trust each other meet in it all the same.
 */
function partnerProblems({ meshes, spec }: Topology): Problem[] {
  // A malformed federation may say that two meshes share a trust domain.
  if (hasMalformed(spec, 'federations')) return [];
  return [...meshes.values()].flatMap((trusting) => {
    const mesh = trusting.name;
    const partners = trusts(trusting).flatMap(({ name }) => (name === mesh ? [] : [name]));
    return partners.flatMap((one, index) =>
      partners
        .slice(index + 1)
        .filter(
          (other) => spec.meshes[one]?.trustDomain === spec.meshes[other]?.trustDomain && !joined(one, other, spec),
        )
        .map((other) => ({
          path: configPath('meshes', other, 'trustDomain'),
          found: `"${spec.meshes[other]?.trustDomain ?? ''}", as mesh ${one} has, and mesh ${mesh} trusts both`,
          expected: 'trust domains that differ, or a federation of the two that says that they share one',
          fix: `Give one of them another trust domain. With one, mesh ${mesh} cannot tell the identities of the two apart.`,
        })),
    );
  });
}

/** Whether a federation joins two meshes. If they have one trust domain, it has to say so itself. */
function joined(one: string, other: string, { federations }: Spec): boolean {
  return Object.values(federations).some(({ meshes }) => meshes.includes(one) && meshes.includes(other));
}
