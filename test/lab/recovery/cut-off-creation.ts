import assert from 'node:assert/strict';
import { providerUrn, urnParts } from '../../../model/names/urn';
import type { Stack } from '../stack';

/** A resource in a state, as far as the test reads it. */
interface ResourceInState {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly provider?: string;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
}

/** A state, as far as the test reads it. */
interface ExportedState {
  readonly deployment: {
    readonly resources: readonly ResourceInState[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: object }[];
  };
}

/**
 * Writes into the state of a killed stack what a kill leaves between the creation of an object and the next write of the state: the object is there, and
 * the state lacks it. Whether a kill meets that moment is chance, so the test makes it.
 *
 * @param cluster in which the object is; one on which no other resource depends is taken.
 * @param begun Whether the state says that its creation had begun.
 * @returns the URN of the object.
 */
export async function cutOffCreation(stack: Stack, cluster: string, begun: boolean): Promise<string> {
  const { deployment } = JSON.parse(await stack.state()) as ExportedState;
  const { pending_operations: pending = [], resources } = deployment;
  const needed = new Set(resources.flatMap(({ dependencies = [], parent = '' }) => [parent, ...dependencies]));
  const object = resources.find(
    ({ custom, provider, type, urn }) =>
      custom === true &&
      type.startsWith('kubernetes:') &&
      !type.endsWith(':Secret') &&
      provider !== undefined &&
      urnParts(providerUrn(provider)).name === `${cluster}-provider` &&
      !needed.has(urn),
  );
  assert.ok(object, `the state has no object in ${cluster} on which nothing depends`);
  // An operation that has begun knows neither the ID nor the outputs.
  const creating = { type: 'creating', resource: { ...object, id: undefined, outputs: undefined } };
  stack.replaceState({
    ...deployment,
    resources: resources.filter((one) => one !== object),
    pending_operations: begun ? [...pending, creating] : pending,
  });
  return object.urn;
}
