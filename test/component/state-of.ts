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
      parent: said?.parent === undefined || said.parent === '' ? STACK : said.parent,
      provider: said?.provider ?? '',
      inputs: { ...inputs },
      outputs: {},
    };
  });
  return [{ ...stack, inputs: {}, custom: false }, ...resources].map((one) => ({ id: 'id', delete: false, ...one }));
}
