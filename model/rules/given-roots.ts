import { X509Certificate } from 'node:crypto';
import { isSignedBy, oneLine } from '../certificates/chain';
import { isAuthority, pathLength } from '../certificates/extensions';
import { isMalformed } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import type { Spec } from '../schema/config';
import type { Topology } from '../topology/topology';
import type { Mesh } from '../topology/meshes';
import { constraintFlaws, usageFlaws } from './authority-flaws';
import { signingKeyProblems } from './signing-key';

/** A root that is given is an authority by itself, is in force, and has its key if it signs here. Every key belongs to such a root. */
export function givenRootProblems({ meshes, spec }: Topology): Problem[] {
  const given = Object.entries(spec.meshes).flatMap(([mesh, { roots }]) =>
    Object.entries(roots).flatMap(([root, one]) =>
      'given' in one
        ? [
            {
              mesh,
              root,
              certificate: new X509Certificate(one.given.certificate),
              resolved: meshes.get(mesh),
            },
          ]
        : [],
    ),
  );
  return [
    ...given.flatMap((one) => [...certificateProblems(one), ...keyProblems(one, spec)]),
    ...Object.entries(spec.rootKeys).flatMap(([mesh, keys]) =>
      Object.keys(keys).flatMap((root) => strangerProblems(mesh, root, spec)),
    ),
  ];
}

interface GivenRoot {
  readonly mesh: string;
  readonly root: string;
  readonly certificate: X509Certificate;
  /** Its mesh; undefined if that could not be resolved. */
  readonly resolved: Mesh | undefined;
}

function certificateProblems({ certificate, mesh, resolved, root }: GivenRoot): Problem[] {
  const path = configPath('meshes', mesh, 'roots', root, 'given', 'certificate');
  const now = Date.now();
  if (!isAuthority(certificate))
    return [
      {
        path,
        found: 'a certificate that is no authority',
        expected: 'the certificate of a root authority (basic constraints with CA:TRUE)',
      },
    ];
  if (!isSignedBy(certificate, certificate))
    return [
      {
        path,
        found: `a certificate that another authority signed: ${oneLine(certificate.issuer)}`,
        expected: 'a root: an authority that signs itself, and may sign certificates',
        fix: 'Proxies accept no chain that ends before its root. Give the root itself, with its key, or have the stack make one (`generate`).',
      },
    ];
  if (Date.parse(certificate.validTo) <= now)
    return [{ path, found: `a root that ended on ${day(certificate.validTo)}`, expected: 'a root that is in force' }];
  if (Date.parse(certificate.validFrom) > now)
    return [
      { path, found: `a root that begins on ${day(certificate.validFrom)}`, expected: 'a root that is in force' },
    ];
  // Another one than the signer only has to be known.
  const flaws = [
    ...usageFlaws(certificate),
    ...(resolved?.signer === root ? constraintFlaws(certificate, resolved) : []),
  ].map(({ expected, which }) => ({ path, found: `a root ${which}`, expected }));
  if (hasClusters(resolved) && pathLength(certificate) === 0)
    return [
      ...flaws,
      {
        path,
        found: 'a root that signs no other authority (path length 0), and the mesh has clusters',
        expected:
          'a root with a path length of 1 or more, or without one: it signs the intermediate of each cluster with an istiod',
      },
    ];
  return flaws;
}

function hasClusters(mesh: Mesh | undefined): boolean {
  return mesh !== undefined && mesh.clusters.length > 0;
}

function keyProblems({ certificate, mesh, resolved, root }: GivenRoot, spec: Spec): Problem[] {
  if (isMalformed(spec, 'rootKeys', mesh)) return [];
  const path = configPath('rootKeys', mesh, root);
  const text = spec.rootKeys[mesh]?.[root];
  const fix = `pulumi config set --path --secret 'meshwork:rootKeys.${mesh}.${root}' < FILE`;
  if (text === undefined) {
    if (!signsHere(root, resolved)) return [];
    const instead = hasClusters(resolved)
      ? `, or ready-made intermediates (${configPath('meshes', mesh, 'intermediates', 'given')})`
      : '';
    return [{ path, found: 'nothing', expected: `the private key of root ${root} of mesh ${mesh}${instead}`, fix }];
  }
  const certificateName = configPath('meshes', mesh, 'roots', root, 'given', 'certificate');
  return signingKeyProblems(text, { path, fix, certificate, certificateName });
}

/** A root signs here if it is the signer, unless ready-made intermediates stand in for it. In a mesh without clusters it signs for machines itself. */
function signsHere(root: string, mesh: Mesh | undefined): boolean {
  if (mesh?.signer !== root) return false;
  return !hasClusters(mesh) || Object.keys(mesh.spec.intermediates.given).length === 0;
}

function strangerProblems(mesh: string, root: string, spec: Spec): Problem[] {
  if (isMalformed(spec, 'meshes', mesh)) return [];
  const one = spec.meshes[mesh]?.roots[root];
  if (one !== undefined && 'given' in one) return [];
  const known = Object.entries(spec.meshes[mesh]?.roots ?? {}).flatMap(([name, other]) =>
    'given' in other ? [name] : [],
  );
  const found =
    spec.meshes[mesh] === undefined
      ? `a key for mesh "${mesh}", which is no mesh of this configuration`
      : one === undefined
        ? `a key for root "${root}", which mesh ${mesh} does not have`
        : `a key for root ${root} of mesh ${mesh}, which the stack makes with a key of its own`;
  return [
    {
      path: configPath('rootKeys', mesh, root),
      found,
      expected: `keys of roots that are given: ${known.join(', ') || '(there are none)'}`,
      fix: `Take it out, or give the certificate at ${configPath('meshes', mesh, 'roots', root, 'given')}.`,
    },
  ];
}

function day(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}
