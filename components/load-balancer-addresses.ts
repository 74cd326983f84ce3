import { untracedError } from '../config/untraced-error';

interface Ingress {
  readonly ip?: string;
  readonly hostname?: string;
}

type Kind = keyof Ingress;

/** What a load balancer should yield, and what to say when it does not. */
export interface Expectation {
  /** The kinds of addresses that are of use, the better one first. */
  readonly expected: readonly Kind[];
  /** What is behind it, for messages: `east-west gateway in cluster east`. */
  readonly behind: string;
  /** What to do about an address of another kind. */
  readonly otherwise?: string;
}

/**
 * The addresses of use in the status of a load balancer or an Ingress: of each entry the first of the expected kinds that it has.
 *
 * @throws RunError if there is none.
 */
export function usableAddresses(
  ingress: readonly Ingress[] | undefined,
  { behind, expected, otherwise }: Expectation,
): string[] {
  const of = (entry: Ingress, kinds: readonly Kind[]) =>
    kinds.flatMap((kind) => (entry[kind] === undefined || entry[kind] === '' ? [] : [entry[kind]])).slice(0, 1);
  const entries = ingress ?? [];
  const addresses = entries.flatMap((entry) => of(entry, expected));
  if (addresses.length > 0) return addresses;
  const others = entries.flatMap((entry) => of(entry, ['ip', 'hostname']));
  throw untracedError(
    others.length === 0
      ? `The load balancer of the ${behind} has no address yet. Run \`pulumi up\` again when it has one.`
      : `The load balancer of the ${behind} yields ${others.join(', ')}. ${otherwise ?? ''}`.trimEnd(),
  );
}
