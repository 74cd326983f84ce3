/** The place of a resource among others, as in its URN: the types of its parents and its own, joined by `$`; and its name. */
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

/** An alias: an earlier place of a resource, as a program gives it. */
interface AliasRequest {
  getUrn(): string;
  getSpec(): { getType(): string; getName(): string } | undefined;
}

/**
 * The place of a registration.
 *
 * @param places Earlier registrations, by `type name`: the parent is among them, or is the stack.
 * @throws Error for an alias of a kind that the engine knows and this function does not.
 */
export function placeOf(request: PlacedRequest, places: ReadonlyMap<string, Place>): Place {
  const [type, name] = [request.getType(), request.getName()];
  const parent = places.get(keyOfUrn(request.getParent()));
  const below = (types: string | undefined, own: string) => (types === undefined ? own : `${types}$${own}`);
  const said = request.getAliasesList().map((alias) => {
    if (alias.getUrn() !== '') return alias.getUrn().split('::').slice(2).join('::');
    const spec = alias.getSpec();
    const [otherType, otherName] = [spec?.getType() ?? '', spec?.getName() ?? ''];
    if (otherType === '' && otherName === '') throw new Error(`${name} has an alias of another kind.`);
    return `${below(parent?.types, otherType || type)}::${otherName || name}`;
  });
  // If a parent has an earlier place, its children were there with it: by names that start with its name then, if theirs do now.
  const inherited = (parent?.aliases ?? []).map((alias) => {
    const [types, parentName = ''] = alias.split('::');
    const startsSo = parent !== undefined && name.startsWith(parent.name);
    return `${below(types, type)}::${startsSo ? `${parentName}${name.slice(parent.name.length)}` : name}`;
  });
  return { types: below(parent?.types, type), name, aliases: [...said, ...inherited] };
}

/** Type and name in a URN of the SDK's mock engine. */
function keyOfUrn(urn: string): string {
  const [types = '', name = ''] = urn.split('::').slice(2);
  return `${types.split('$').at(-1) ?? ''} ${name}`;
}
