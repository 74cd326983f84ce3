import * as pulumi from '@pulumi/pulumi';
import type { StateResource } from '../../config/stack-state';
import { NOWHERE } from '../../model/kubeconfig/nowhere';
import { urnParts } from '../../model/names/urn';
import { clusterProvider } from '../cluster/provider';
import type * as k8s from '../kubernetes';

/** Arguments of a cluster that is away. */
export interface AwayClusterArgs {
  /** What to do with objects that cannot be reached: `skip` leaves them as they are, `forget` drops them from the state. */
  readonly unreachable: 'skip' | 'forget';
  /** Its component in the state. */
  readonly component: StateResource;
  /** Its providers in the state. */
  readonly providers: readonly StateResource[];
}

/** A cluster that is offline or retired: its providers, which lead nowhere, so that a cluster that does answer is left alone as well. */
export class AwayCluster extends pulumi.ComponentResource {
  /** Its providers, by name. */
  readonly providers: ReadonlyMap<string, k8s.Provider>;

  constructor(name: string, { component, providers, unreachable }: AwayClusterArgs) {
    super(component.type, name, component.inputs);
    this.providers = new Map(
      providers.map(({ inputs, urn }) => {
        const provider = urnParts(urn).name;
        const isSet = (input: string) => String(inputs[input]) === 'true';
        const args = {
          cluster: name,
          kubeconfig: NOWHERE,
          unreachable,
          force: isSet('enablePatchForce'),
          ...(isSet('upsertExistingObjects') ? ({ adopt: true } as const) : {}),
        };
        return [provider, clusterProvider(provider, args, { parent: this })];
      }),
    );
    this.registerOutputs({});
  }
}
