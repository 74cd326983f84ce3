import type { X509Certificate } from 'node:crypto';
import { isAuthority, isForTls, maySignCertificates } from '../certificates/extensions';
import { forbidding, type NameKind } from '../certificates/name-constraints';
import { SYSTEM_NAMESPACE } from '../names/system-namespace';
import type { Mesh } from '../topology/meshes';

/** Something that keeps an authority from its work. */
export interface Flaw {
  /** What is wrong, to stand behind the name of the certificate: `which is no authority`. */
  readonly which: string;
  /** What is right. */
  readonly expected: string;
}

/** The names that the certificate of an istiod is for: its intermediate signs it (istio/istio, pilot/pkg/bootstrap/server.go, getDNSNames). */
const ISTIOD_NAMES = ['istiod', 'istiod-remote', 'istio-pilot'].map((name) => `${name}.${SYSTEM_NAMESPACE}.svc`);

/** What keeps a certificate from being that of an authority for workloads. Times have rules of their own. */
export function usageFlaws(certificate: X509Certificate): Flaw[] {
  const { asymmetricKeyType } = certificate.publicKey;
  return [
    ...(isAuthority(certificate)
      ? []
      : [{ which: 'which is no authority', expected: 'an authority (basic constraints with CA:TRUE)' }]),
    ...(maySignCertificates(certificate)
      ? []
      : [
          {
            which: 'whose key usage does not allow it to sign certificates',
            expected: 'a key usage with keyCertSign',
          },
        ]),
    ...(isForTls(certificate)
      ? []
      : [
          {
            which: 'whose extended key usage leaves out servers or clients of TLS',
            expected: 'no extended key usage, or one with serverAuth and clientAuth',
          },
        ]),
    ...(asymmetricKeyType === 'rsa' || asymmetricKeyType === 'ec'
      ? []
      : [{ which: `whose key is of the kind ${asymmetricKeyType ?? '(unknown)'}`, expected: 'an RSA or ECDSA key' }]),
  ];
}

/** Name constraints that forbid identities of a mesh, or the names of its istiods. */
export function constraintFlaws(certificate: X509Certificate, { clusters, spec }: Mesh): Flaw[] {
  const names: [NameKind, string][] = [
    ['URI', spec.trustDomain],
    ...(clusters.length === 0 ? [] : ISTIOD_NAMES.map((name): [NameKind, string] => ['DNS', name])),
  ];
  return names.flatMap(([kind, name]) => {
    const constraint = forbidding(certificate, kind, name);
    if (constraint === undefined) return [];
    return [
      {
        which: `whose name constraints forbid ${kind === 'URI' ? `spiffe://${name}` : name} (${constraint})`,
        expected:
          kind === 'URI'
            ? 'constraints that allow identities of the trust domain of the mesh'
            : 'constraints that allow the names of istiod, or no constraints on DNS names',
      },
    ];
  });
}

/** What is wrong with the time of a certificate that has to be in force, and for how long. */
export function timeFlaws({ validFrom, validTo }: X509Certificate, { hours }: { readonly hours: number }): Flaw[] {
  const [begin, end] = [Date.parse(validFrom), Date.parse(validTo)];
  const now = Date.now();
  const expected = 'a certificate that is in force';
  if (end <= now) return [{ which: `which ended on ${day(end)}`, expected }];
  if (begin > now) return [{ which: `which begins on ${day(begin)}`, expected }];
  if (end - now >= hours * MILLISECONDS_PER_HOUR) return [];
  return [
    {
      which: `which ends at ${new Date(end).toISOString()}`,
      expected: `one that lasts ${hours} more hours at least: certificates of workloads, which it signs now, last as long`,
    },
  ];
}

const MILLISECONDS_PER_HOUR = 60 * 60 * 1000;

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
