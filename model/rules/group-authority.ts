import { hasMalformed } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import { unknownEntry } from '../problems/unknown-name';
import type { Spec, WorkloadGroupSpec } from '../schema/config';
import type { WorkloadGroup } from '../topology/machines';
import type { Topology } from '../topology/topology';
import { lifeOf } from './root-days';

/** The authority of a group is a mesh without clusters that the mesh of the group knows, by a federation. */
export function groupAuthorityProblems(topology: Topology): Problem[] {
  return Object.entries(topology.spec.workloadGroups).flatMap(([key, group]) => [
    ...referenceProblems(key, group, topology.spec),
    ...proofProblems(key, group),
    ...accountProblems(key, group),
    ...ofResolved(topology.workloadGroups.get(key), topology.spec),
  ]);
}

function referenceProblems(key: string, { authority }: WorkloadGroupSpec, spec: Spec): Problem[] {
  if (authority === undefined || spec.meshes[authority] !== undefined) return [];
  const path = configPath('workloadGroups', key, 'authority');
  const known = Object.keys(spec.meshes);
  return unknownEntry(spec, 'meshes', { path, name: authority, kind: 'mesh of this configuration', known });
}

/** The machine needs istiod for its config alone. With a token, the agent would also ask it for a certificate. */
function proofProblems(key: string, { authority, identity }: WorkloadGroupSpec): Problem[] {
  if (authority === undefined || identity === 'certificate') return [];
  return [
    {
      path: configPath('workloadGroups', key, 'identity'),
      found: `"${identity}", in a group with an authority of its own`,
      expected: '"certificate": istiod issues no certificates to these machines, and a token is for asking for one',
    },
  ];
}

function accountProblems(key: string, { authority, service }: WorkloadGroupSpec): Problem[] {
  if (authority !== undefined || service === undefined || service.serviceAccounts.length === 0) return [];
  return [
    {
      path: configPath('workloadGroups', key, 'service', 'serviceAccounts'),
      found: `${service.serviceAccounts.join(', ')}, in a group without an authority of its own`,
      expected: 'nothing: clients find out by themselves which identities of their own mesh a service has',
    },
  ];
}

function ofResolved(group: WorkloadGroup | undefined, spec: Spec): Problem[] {
  const { authority, key, mesh } = group ?? {};
  if (group === undefined || key === undefined || mesh === undefined || authority === undefined) return [];
  const path = configPath('workloadGroups', key, 'authority');
  const clusters = authority.clusters.map(({ name }) => name).join(', ');
  if (authority === mesh)
    return [
      {
        path,
        found: `"${authority.name}", the mesh of cluster ${group.cluster.name}`,
        expected: 'a mesh without clusters',
        fix: 'Leave it out: the machines of a group have identities of the mesh of their cluster.',
      },
    ];
  if (clusters !== '')
    return [
      {
        path,
        found: `"${authority.name}", a mesh with clusters: ${clusters}`,
        expected: 'a mesh without clusters: its root signs for machines, and no istiod with it',
        fix: `Add a mesh to ${configPath('meshes')} that no cluster names.`,
      },
    ];
  return [...trustProblems(group, authority.name, spec), ...lifeProblems(group)];
}

/** `trust: withdrawn` is a choice: the machines are refused for as long as it is made. */
function trustProblems({ key, mesh }: WorkloadGroup, authority: string, spec: Spec): Problem[] {
  const joined = mesh.federations.some(({ meshes }) => meshes.some(({ name }) => name === authority));
  // A malformed federation may join the two.
  if (joined || hasMalformed(spec, 'federations')) return [];
  return [
    {
      path: configPath('workloadGroups', key, 'authority'),
      found: `"${authority}", an authority that mesh ${mesh.name} does not trust`,
      expected: `an authority that a federation joins with mesh ${mesh.name}`,
      fix: `Add one to ${configPath('federations')}, with \`meshes: [${mesh.name}, ${authority}]\`.`,
    },
  ];
}

function lifeProblems({ authority, key, spec: { certificates } }: WorkloadGroup): Problem[] {
  const root = authority?.spec.roots[authority.signer];
  const life = root === undefined ? undefined : lifeOf(root);
  if (authority === undefined || life === undefined || certificates.validityDays < life.days) return [];
  return [
    {
      path: configPath('workloadGroups', key, 'certificates', 'validityDays'),
      found: `${certificates.validityDays} days, but root ${authority.signer} of mesh ${authority.name} lasts ${life.words}`,
      expected: `fewer than ${life.days} days`,
    },
  ];
}
