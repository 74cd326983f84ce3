import { X509Certificate } from 'node:crypto';
import { chainBelow, isSignedBy, oneLine } from '../certificates/chain';
import { pathLength } from '../certificates/extensions';
import { configPath, type Problem } from '../problems/problem';
import type { Mesh } from '../topology/meshes';
import { constraintFlaws, timeFlaws, usageFlaws } from './authority-flaws';

/** How long certificates of workloads last by Istio's default (https://istio.io/latest/docs/reference/commands/pilot-discovery/, DEFAULT_WORKLOAD_CERT_TTL), in hours. */
const WORKLOAD_HOURS = 24;

/** A ready-made intermediate, and where it is. */
export interface GivenChain {
  readonly cluster: string;
  readonly mesh: Mesh;
  /** Its certificate, and the authorities between it and the root, as they are given. */
  readonly pem: string;
  /** The root that it has to lead to. */
  readonly root: X509Certificate;
  /** Whether the cluster is deployed to: one that is away keeps what it has, and its times are not looked at. */
  readonly isActive: boolean;
}

/** A ready-made intermediate leads to the root of its mesh, certificate by certificate, and each of them may sign what is below it. */
export function chainProblems(given: GivenChain): Problem[] {
  const { isActive, mesh, pem, root } = given;
  const path = configPath('meshes', mesh.name, 'intermediates', 'given', given.cluster);
  const chain = chainBelow(root, pem);
  if (chain.length === 0)
    return [{ path, found: 'the root itself', expected: 'the certificate of an intermediate that the root signed' }];
  const flaws = chain.flatMap((certificate, index) =>
    [
      ...usageFlaws(certificate),
      ...(isActive ? timeFlaws(certificate, { hours: WORKLOAD_HOURS }) : []),
      ...constraintFlaws(certificate, mesh),
    ].map(({ expected, which }) => ({ path, found: `${named(certificate, index)}, ${which}`, expected })),
  );
  return [...flaws, ...orderProblems(chain, path, given), ...pathLengthProblems(chain, path, given)];
}

function orderProblems(chain: readonly X509Certificate[], path: string, { mesh, root }: GivenChain): Problem[] {
  return chain.flatMap((certificate, index): Problem[] => {
    const issuer = chain[index + 1];
    if (isSignedBy(certificate, issuer ?? root)) return [];
    if (issuer !== undefined)
      return [
        {
          path,
          found: `${named(issuer, index + 1)}, which did not issue ${named(certificate, index)}`,
          expected: 'each certificate followed by the one of its issuer, up to the root',
        },
      ];
    const other = otherRoot(certificate, mesh);
    return [
      {
        path,
        found: `a chain that does not lead to root ${mesh.signer}: ${named(certificate, index)} is issued by ${oneLine(certificate.issuer)}`,
        expected: `a chain up to root ${mesh.signer} of mesh ${mesh.name} (${oneLine(root.subject)})`,
        ...(other === undefined
          ? {}
          : { fix: `It leads to root ${other}: name that one as ${configPath('meshes', mesh.name, 'signer')}.` }),
      },
    ];
  });
}

/** Another given root of the mesh, which did issue a certificate. */
function otherRoot(certificate: X509Certificate, { spec }: Mesh): string | undefined {
  const found = Object.entries(spec.roots).find(
    ([, root]) => 'given' in root && isSignedBy(certificate, new X509Certificate(root.given.certificate)),
  );
  return found?.[0];
}

function pathLengthProblems(chain: readonly X509Certificate[], path: string, { mesh, root }: GivenChain): Problem[] {
  const authorities = [...chain.map(named), `root ${mesh.signer}`];
  return [...chain, root].flatMap((certificate, below) => {
    const allowed = pathLength(certificate);
    // That a root allows no authority at all is told at the root (given-roots.ts).
    if (allowed === undefined || allowed >= below || (certificate === root && allowed === 0)) return [];
    return [
      {
        path,
        found: `${authorities[below] ?? ''}, whose path length is ${allowed}, and ${below} of the chain below it`,
        expected: `a path length of ${below} or more, or none`,
      },
    ];
  });
}

function named({ subject }: X509Certificate, index: number): string {
  return `certificate ${index + 1} (${oneLine(subject)})`;
}
