import * as pulumi from '@pulumi/pulumi';
import type { StackState, StateResource } from '../../config/stack-state';
import { providerUrn, urnParts } from '../../model/names/urn';

/** Says which provider stands for one of the state, by its name; undefined for one of the engine's own. */
export type ProviderOf = (name: string) => pulumi.ProviderResource | undefined;

/** A resource as the state has it. */
class KeptResource extends pulumi.CustomResource {
  /** What a Secret holds, base64-encoded. */
  declare readonly data: pulumi.Output<Readonly<Record<string, string>> | undefined>;

  constructor(type: string, name: string, opts: pulumi.CustomResourceOptions) {
    super(type, name, { data: undefined }, opts);
  }
}

/**
 * Whatever there is in it stays as it is, and goes without being touched. All inputs are ignored, so that the engine takes those of the state, and finds
 * nothing to update; it would delete what a program does not register.
 */
const UNTOUCHED = { ignoreChanges: ['*'], retainOnDelete: true };

/** Registers resources of places that are away, from the state, because the config may ask for others than there are. */
export class KeptResources {
  private readonly children: ReadonlyMap<string, readonly StateResource[]>;
  private readonly versions: ReadonlyMap<string, string>;
  private readonly made = new Map<string, KeptResource>();

  constructor(
    state: StackState,
    private readonly providerOf: ProviderOf,
  ) {
    const children = new Map<string, StateResource[]>();
    for (const one of state) children.set(one.parent ?? '', [...(children.get(one.parent ?? '') ?? []), one]);
    this.children = children;
    const providers = state.filter(({ type }) => isProvider(type));
    this.versions = new Map(
      providers.flatMap(({ inputs, urn }) => (typeof inputs['version'] === 'string' ? [[urn, inputs['version']]] : [])),
    );
  }

  /**
   * Keeps a resource and what is below it.
   *
   * @param which Which of the resources right below it. Default: all.
   */
  keep(resource: StateResource, parent?: pulumi.Resource, which?: (resource: StateResource) => boolean): void {
    const { custom, type, urn } = resource;
    // Those of clusters are made for them, and the engine's own come by themselves.
    if (isProvider(type)) return;
    const { name } = urnParts(urn);
    const opts = { ...UNTOUCHED, ...this.providerOptions(resource), ...(parent === undefined ? {} : { parent }) };
    if (!custom) {
      // Its inputs are given, because the engine ignores changes of those of other resources only; none of them is secret.
      this.keepBelow(urn, new pulumi.ComponentResource(type, name, resource.inputs, opts), which);
      return;
    }
    const made = new KeptResource(type, name, opts);
    this.made.set(name, made);
    this.keepBelow(urn, made, which);
  }

  /** Keeps all below a component that the program makes itself. */
  keepBelow(urn: string, parent: pulumi.Resource, which: (resource: StateResource) => boolean = () => true): void {
    for (const child of this.children.get(urn) ?? []) if (which(child)) this.keep(child, parent);
  }

  /** What a Secret holds that is kept, by the name of its resource; undefined if there is none. */
  secret(name: string): pulumi.Output<Readonly<Record<string, string>> | undefined> | undefined {
    return this.made.get(name)?.data;
  }

  private providerOptions({ provider }: StateResource): pulumi.CustomResourceOptions {
    if (provider === undefined || provider === '') return {};
    const urn = providerUrn(provider);
    const made = this.providerOf(urnParts(urn).name);
    if (made !== undefined) return { provider: made };
    const version = this.versions.get(urn);
    return version === undefined ? {} : { version };
  }
}

function isProvider(type: string): boolean {
  return type.startsWith('pulumi:providers:');
}
