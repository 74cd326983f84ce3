import { X509Certificate } from 'node:crypto';
import { hasMalformed, isMalformed } from '../problems/malformed';
import { configPath, type Problem } from '../problems/problem';
import type { Spec } from '../schema/config';
import { signingKeyProblems } from './signing-key';

/** Every ready-made intermediate has its key, and every key belongs to one. */
export function intermediateKeyProblems(spec: Spec): Problem[] {
  const given = new Map(
    Object.entries(spec.meshes).flatMap(([mesh, { intermediates }]) =>
      Object.entries(intermediates.given).map(([cluster, pem]): [string, Given] => [cluster, { mesh, cluster, pem }]),
    ),
  );
  return [
    ...[...given.values()].flatMap((one) => keyProblems(one, spec)),
    ...Object.keys(spec.intermediateKeys).flatMap((cluster) => strangerProblems(cluster, given, spec)),
  ];
}

interface Given {
  readonly mesh: string;
  readonly cluster: string;
  readonly pem: string;
}

function keyProblems({ cluster, mesh, pem }: Given, spec: Spec): Problem[] {
  if (isMalformed(spec, 'intermediateKeys', cluster)) return [];
  const path = configPath('intermediateKeys', cluster);
  const text = spec.intermediateKeys[cluster];
  const set = `pulumi config set --path --secret '${path}'`;
  if (text === undefined)
    return [
      {
        path,
        found: 'nothing',
        expected: `the private key of the intermediate of cluster ${cluster}`,
        fix: `${set} < FILE`,
      },
    ];
  return signingKeyProblems(text, {
    path,
    fix: `openssl pkey -in FILE | ${set}`,
    certificate: new X509Certificate(pem),
    certificateName: `the first certificate of ${configPath('meshes', mesh, 'intermediates', 'given', cluster)}`,
  });
}

function strangerProblems(cluster: string, given: ReadonlyMap<string, Given>, spec: Spec): Problem[] {
  if (given.has(cluster) || hasMalformed(spec, 'meshes')) return [];
  return [
    {
      path: configPath('intermediateKeys', cluster),
      found: `a key for cluster "${cluster}", which has no ready-made intermediate`,
      expected: `keys of intermediates that are given: ${[...given.keys()].sort().join(', ') || '(there are none)'}`,
      fix: 'A key without its certificate is of no use: give the certificate in `intermediates.given` of the mesh, or take the key out.',
    },
  ];
}
