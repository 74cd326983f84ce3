import type { StackState } from '../../config/stack-state';
import type { MockDeployment } from './deployment';

const STACK = 'urn:pulumi:test::meshwork::pulumi:pulumi:Stack::meshwork-test';

/** The state that a deployment against a mock engine would leave. */
export function stateOf({ kept, outputs, registrations }: MockDeployment): StackState {
  const stack = { urn: STACK, type: 'pulumi:pulumi:Stack', outputs: { ...outputs } };
  const resources = registrations.map(({ inputs, name, place, type }) => {
    const said = kept.find((one) => one.type === type && one.name === name);
    return {
      urn: `urn:pulumi:test::meshwork::${place.types}::${name}`,
      type,
      custom: said?.custom ?? false,
      parent: parentOf(said?.parent ?? ''),
      provider: said?.provider ?? '',
      inputs: { ...inputs },
      outputs: {},
    };
  });
  return [{ ...stack, inputs: {}, custom: false }, ...resources].map((one) => ({ id: 'id', delete: false, ...one }));
}

/** The mock engine has the type of the stack among those of parents. */
function parentOf(urn: string): string {
  const isStack = urn === '' || urn.includes('::pulumi:pulumi:Stack::');
  return isStack ? STACK : urn.replace('::pulumi:pulumi:Stack$', '::');
}
