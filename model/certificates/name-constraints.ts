import type { X509Certificate } from 'node:crypto';
import { derElements } from './der';
import { valueOf } from './extensions';

/** Tags of the kinds of names that certificates here have (RFC 5280, 4.2.1.6), and of the two lists of constraints (4.2.1.10). */
const NAME = { DNS: 0x82, URI: 0x86 } as const;
const LIST = { permitted: 0xa0, excluded: 0xa1 } as const;

/** A kind of names that constraints are for. */
export type NameKind = keyof typeof NAME;

/**
 * Why the name constraints of an authority forbid a name below it, such as `permitted URI: vms.example`; undefined if they do not.
 *
 * @param name A DNS name, or the host of a URI: that of a SPIFFE identity is its trust domain.
 */
export function forbidding(certificate: X509Certificate, kind: NameKind, name: string): string | undefined {
  const [permitted, excluded] = [
    constraints(certificate, 'permitted', kind),
    constraints(certificate, 'excluded', kind),
  ];
  const hit = excluded.find((constraint) => isBelow(name, constraint, kind));
  if (hit !== undefined) return `excluded ${kind}: ${hit}`;
  if (permitted.length === 0 || permitted.some((constraint) => isBelow(name, constraint, kind))) return undefined;
  return `permitted ${kind}: ${permitted.join(', ')}`;
}

function constraints(certificate: X509Certificate, list: keyof typeof LIST, kind: NameKind): string[] {
  const subtrees = valueOf(certificate, 'nameConstraints').filter(({ tag }) => tag === LIST[list]);
  return subtrees
    .flatMap(({ contents }) => derElements(contents))
    .flatMap(({ contents }) => derElements(contents).slice(0, 1))
    .flatMap(({ contents, tag }) => (tag === NAME[kind] ? [contents.toString('latin1').toLowerCase()] : []));
}

/** RFC 5280, 4.2.1.10: of URIs, a constraint with a leading dot is for all hosts below it, and one without for that host alone. A DNS name has those below it. */
function isBelow(name: string, constraint: string, kind: NameKind): boolean {
  const lower = name.toLowerCase();
  if (constraint.startsWith('.')) return lower.endsWith(constraint);
  if (lower === constraint) return true;
  return kind === 'DNS' && (constraint === '' || lower.endsWith(`.${constraint}`));
}
