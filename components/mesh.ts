import * as pulumi from '@pulumi/pulumi';
import type { MeshPlan } from '../spec/plan/plan';
import { RootCa } from './trust/root-ca';

/** What a mesh is made from. */
export interface MeshArgs {
  /** The plan of the mesh. */
  readonly mesh: MeshPlan;
}

/** One mesh: the trust that its clusters share. It has no Kubernetes objects of its own; these belong to clusters. */
export class Mesh extends pulumi.ComponentResource {
  /** The plan that it was made from. */
  readonly plan: MeshPlan;
  /** The root of all its identities. */
  readonly root: RootCa;

  constructor(name: string, args: MeshArgs, opts?: pulumi.ComponentResourceOptions) {
    const { meshId, trustDomain } = args.mesh;
    super('meshwork:index:Mesh', name, { meshId, trustDomain }, opts);
    this.plan = args.mesh;
    this.root = new RootCa(`${name}-root-ca`, { mesh: args.mesh }, { parent: this });
    this.registerOutputs({ meshId, trustDomain });
  }
}
