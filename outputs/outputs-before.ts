import type { StackState } from '../config/stack-state';
import { isTree, type Values } from '../model/plan/values';
import type { MeshworkOutputs } from './contract';
import { outputShapes } from './shape';

/** The outputs of the last deployment of a stack, by its state, as far as they are as the contract says. */
export function outputsBefore(state: StackState): Partial<MeshworkOutputs> {
  const stack = state.find(({ type }) => type === 'pulumi:pulumi:Stack');
  const read = Object.entries(outputShapes).flatMap(([key, shape]) => {
    const { data, success } = shape.safeParse(withStates(key, stack?.outputs[key]));
    return success ? [[key, data] as const] : [];
  });
  // Each value has passed the shape of its key.
  return Object.fromEntries(read);
}

/** A program that did not know states yet had active places alone. */
function withStates(key: string, value: unknown): unknown {
  if (key === 'clusters' && isTree(value)) return mapped(value, withState);
  if (key !== 'workloadGroups' || !isTree(value)) return value;
  return mapped(value, (group) =>
    isTree(group) && isTree(group['machines']) ? { ...group, machines: mapped(group['machines'], withState) } : group,
  );
}

function withState(place: unknown): unknown {
  return isTree(place) ? { state: 'active', ...place } : place;
}

function mapped(entries: Values, change: (entry: unknown) => unknown): Values {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, change(entry)]));
}
