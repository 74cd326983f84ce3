import * as pulumi from '@pulumi/pulumi';
import type { MeshPlan } from '../model/plan/plan';
import { RootCa, type RootKeys } from './trust/root-ca';

/** Arguments of a mesh. */
export interface MeshArgs {
  /** The plan of the mesh. */
  readonly mesh: MeshPlan;
  /** Keys of roots that are given. Secret. */
  readonly rootKeys: RootKeys;
}

/** One mesh: the trust that its clusters share. It has no Kubernetes objects of its own; these belong to clusters. */
export class Mesh extends pulumi.ComponentResource {
  /** The plan that it was made from. */
  readonly plan: MeshPlan;
  /** The roots that it trusts, by name. */
  readonly roots: ReadonlyMap<string, RootCa>;
  /** The root that signs its intermediates. */
  readonly signer: RootCa;
  /** Certificates of all its roots, PEM. */
  readonly rootCertificates: pulumi.Output<string>;

  constructor(name: string, args: MeshArgs, opts?: pulumi.ComponentResourceOptions) {
    const { rootKeys } = args;
    const { meshId, trustDomain } = args.mesh;
    super('meshwork:index:Mesh', name, { meshId, trustDomain }, opts);
    this.plan = args.mesh;
    this.roots = new Map(
      args.mesh.roots.map((root) => [
        root.name,
        new RootCa(`${name}.${root.name}-ca`, { mesh: args.mesh, root, rootKeys }, { parent: this }),
      ]),
    );
    const signer = this.roots.get(args.mesh.signer);
    if (signer === undefined) throw new Error(`Mesh ${name} has no root ${args.mesh.signer}.`);
    this.signer = signer;
    this.rootCertificates = pulumi.concat(...[...this.roots.values()].map(({ certificate }) => certificate));
    this.registerOutputs({ meshId, trustDomain });
  }
}
