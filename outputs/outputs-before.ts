import type { StackState } from '../config/stack-state';
import type { MeshworkOutputs } from './contract';
import { outputShapes } from './shape';

/** The outputs of the last deployment of a stack, by its state, as far as they are as the contract says. */
export function outputsBefore(state: StackState): Partial<MeshworkOutputs> {
  const stack = state.find(({ type }) => type === 'pulumi:pulumi:Stack');
  const read = Object.entries(outputShapes).flatMap(([key, shape]) => {
    const { data, success } = shape.safeParse(stack?.outputs[key]);
    return success ? [[key, data] as const] : [];
  });
  // Each value has passed the shape of its key.
  return Object.fromEntries(read);
}
