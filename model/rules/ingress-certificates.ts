import type { X509Certificate } from 'node:crypto';
import { certificatesIn, dnsNamesOf, privateKeyIn } from '../certificates/pem';
import { AUTHORITY_SUFFIX } from '../names/ingress-gateway';
import { AUTHORITY_DAYS } from '../plan/ingress-server-plan';
import { configPath, type Problem } from '../problems/problem';
import { withheld } from '../problems/shown';
import type { IngressGatewaySpec } from '../schema/config';
import type { Topology } from '../topology/topology';
import { renewalProblems } from './validity';

type Server = Pick<IngressGatewaySpec['https'][string], 'certificate' | 'clients' | 'hosts'>;

/** The servers of a gateway that end TLS, each with its path below the gateway. */
export function tlsServersOf({ https, ports }: Pick<IngressGatewaySpec, 'https' | 'ports'>): {
  readonly at: readonly [list: string, name: string];
  readonly server: Server;
}[] {
  return [
    ...Object.entries(https).map(([name, server]) => ({ at: ['https', name] as const, server })),
    ...Object.entries(ports).flatMap(([name, { certificate, clients, hosts = [] }]) =>
      certificate === undefined ? [] : [{ at: ['ports', name] as const, server: { certificate, clients, hosts } }],
    ),
  ];
}

/** The certificates of a gateway are good for its hosts, today, and with the keys that are given for them. */
export function ingressCertificateProblems(key: string, gateway: IngressGatewaySpec, { spec }: Topology): Problem[] {
  return tlsServersOf(gateway).flatMap(({ at: [list, name], server }) => {
    const { certificate, clients, hosts } = server;
    const above = ['ingressGateways', key, list, name];
    return [
      ...serverNameProblems(above, name),
      ...('given' in certificate
        ? givenProblems(certificate.given, { above, hosts, key: spec.certificateKeys[key]?.[name], names: [key, name] })
        : []),
      ...('generate' in certificate ? generatedProblems(certificate.generate, above, hosts) : []),
      ...(clients === undefined ? [] : authorityProblems(clients.authority, [...above, 'clients', 'authority'])),
    ];
  });
}

/** Istio looks for the authorities of clients under the name of a server's Secret with this suffix first. */
function serverNameProblems(above: readonly string[], name: string): Problem[] {
  if (!name.endsWith(AUTHORITY_SUFFIX)) return [];
  return [
    {
      path: configPath(...above),
      found: `a name that ends in ${AUTHORITY_SUFFIX}`,
      expected: 'any other name: by this one Istio finds the authorities of clients',
    },
  ];
}

interface Given {
  readonly above: readonly string[];
  readonly hosts: Server['hosts'];
  readonly key: string | undefined;
  readonly names: readonly [gateway: string, server: string];
}

function givenProblems(pem: string, { above, hosts, key, names }: Given): Problem[] {
  const path = configPath(...above, 'certificate', 'given');
  const chain = certificatesIn(pem) ?? [];
  const [own] = chain;
  if (own === undefined) return [];
  return [
    ...keyProblems(own, key, path, names),
    ...chain.flatMap((certificate, index) =>
      periodProblems(certificate, path, `certificate ${index + 1} of the chain`),
    ),
    ...chainProblems(chain, path),
    ...hostProblems(own, hosts, above),
  ];
}

function keyProblems(own: X509Certificate, key: string | undefined, path: string, names: readonly string[]): Problem[] {
  const keyPath = configPath('certificateKeys', ...names);
  const expected = 'the private key of the given certificate, in PEM and without a passphrase';
  if (key === undefined)
    return [
      { path: keyPath, found: 'nothing', expected, fix: `pulumi config set --path --secret '${keyPath}' < FILE` },
    ];
  const privateKey = privateKeyIn(key);
  if (privateKey === undefined) return [{ path: keyPath, found: withheld(key), expected }];
  if (own.checkPrivateKey(privateKey)) return [];
  return [
    {
      path,
      found: `a certificate whose key is not the one of ${keyPath}`,
      expected: 'the certificate of that key, before those of its authorities',
    },
  ];
}

function periodProblems({ validFrom, validTo }: X509Certificate, path: string, which: string): Problem[] {
  const [begin, end] = [new Date(validFrom), new Date(validTo)];
  const now = new Date();
  if (begin <= now && now < end) return [];
  const found = begin > now ? `begins on ${begin.toISOString()}` : `ended on ${end.toISOString()}`;
  return [{ path, found: `${which}, which ${found}`, expected: 'certificates that are valid now' }];
}

/** Clients need each authority up to a root that they know, in this order. */
function chainProblems(chain: readonly X509Certificate[], path: string): Problem[] {
  return chain.flatMap((certificate, index) => {
    const issuer = chain[index + 1];
    if (issuer === undefined || certificate.checkIssued(issuer)) return [];
    return [
      {
        path,
        found: `certificate ${index + 2} of the chain, which did not issue certificate ${index + 1}`,
        expected: 'each certificate followed by the one of its issuer',
      },
    ];
  });
}

/** Clients take a wildcard of a certificate for one label. A server for every name below a domain needs that wildcard itself. */
function hostProblems(own: X509Certificate, hosts: Server['hosts'], above: readonly string[]): Problem[] {
  const names = dnsNamesOf(own);
  return hosts.flatMap((host, index) => {
    const fits = host === '*' || names.includes(host) || (!host.startsWith('*') && own.checkHost(host) !== undefined);
    if (fits) return [];
    return [
      {
        path: configPath(...above, 'hosts', index),
        found: `"${host}", for which the given certificate is not`,
        expected: `names of the certificate: ${names.join(', ') || '(it has none)'}`,
      },
    ];
  });
}

function generatedProblems(
  generated: { readonly renewBeforeDays: number; readonly validityDays: number },
  above: readonly string[],
  hosts: Server['hosts'],
): Problem[] {
  const path = [...above, 'certificate', 'generate'];
  return [
    ...(generated.validityDays < AUTHORITY_DAYS
      ? []
      : [
          {
            path: configPath(...path, 'validityDays'),
            found: `${generated.validityDays} days, but its authority lasts ${AUTHORITY_DAYS}`,
            expected: `fewer than ${AUTHORITY_DAYS} days`,
          },
        ]),
    ...renewalProblems(path, 'a certificate', generated),
    ...hosts.flatMap((host, index) =>
      host === '*'
        ? [
            {
              path: configPath(...above, 'hosts', index),
              found: '"*", for a certificate that this stack makes',
              expected: 'names that a certificate can have: no client takes one for every name',
            },
          ]
        : [],
    ),
  ];
}

function authorityProblems(pem: string, above: readonly string[]): Problem[] {
  const path = configPath(...above);
  return (certificatesIn(pem) ?? []).flatMap((certificate, index) => [
    ...periodProblems(certificate, path, `certificate ${index + 1}`),
    ...(certificate.ca
      ? []
      : [{ path, found: `certificate ${index + 1}, which is no authority`, expected: 'certificates of authorities' }]),
  ]);
}
