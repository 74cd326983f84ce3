/** Where a resource is among others, as in its URN: the types of what it is part of and its own, joined by `$`; and its name. */
export interface Place {
  /** Such as `meshwork:cluster:Cluster$kubernetes:core/v1:Namespace`. */
  readonly types: string;
  readonly name: string;
  /** Other places, `types::name`, at which the engine looks for it in an earlier deployment. */
  readonly aliases: readonly string[];
}

/** A registration on its way to the engine, as far as it tells a place. */
export interface PlacedRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getAliasesList(): readonly AliasRequest[];
}

/** What a program says of where a resource was. */
interface AliasRequest {
  getUrn(): string;
  getSpec(): { getType(): string; getName(): string } | undefined;
}

/**
 * The place of a registration.
 *
 * @param places What was registered before, by `type name`: its parent is among them, or is the stack.
 * @throws Error for an alias of a kind that the engine knows and this function does not.
 */
export function placeOf(request: PlacedRequest, places: ReadonlyMap<string, Place>): Place {
  const [type, name] = [request.getType(), request.getName()];
  const parent = places.get(keyOfUrn(request.getParent()));
  const below = (types: string | undefined, own: string) => (types === undefined ? own : `${types}$${own}`);
  const said = request.getAliasesList().map((alias) => {
    if (alias.getUrn() !== '') return alias.getUrn().split('::').slice(2).join('::');
    const otherType = alias.getSpec()?.getType() ?? '';
    if (otherType === '' || alias.getSpec()?.getName() !== '') throw new Error(`${name} has an alias of another kind.`);
    return `${below(parent?.types, otherType)}::${name}`;
  });
  // What is part of something that was elsewhere was there with it.
  const inherited = (parent?.aliases ?? []).map((alias) => `${below(alias.split('::')[0], type)}::${name}`);
  return { types: below(parent?.types, type), name, aliases: [...said, ...inherited] };
}

/** Type and name of what a URN of the SDK's pretended engine stands for. */
function keyOfUrn(urn: string): string {
  const [types = '', name = ''] = urn.split('::').slice(2);
  return `${types.split('$').at(-1) ?? ''} ${name}`;
}
