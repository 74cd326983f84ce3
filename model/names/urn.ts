/** The parts of a URN that programs choose. */
export interface UrnParts {
  readonly type: string;
  readonly name: string;
}

/** Takes a URN apart: `urn:pulumi:<stack>::<project>::<types of its parents and itself>::<name>`. A name may have colons in it. */
export function urnParts(urn: string): UrnParts {
  const [, , types = '', ...name] = urn.split('::');
  return { type: types.split('$').at(-1) ?? '', name: name.join('::') };
}

/** The URN of the provider in a resource's reference to it, which is `URN::ID`. */
export function providerUrn(reference: string): string {
  return reference.split('::').slice(0, -1).join('::');
}
