import { strict as assert } from 'node:assert';
import { CommandError } from '../../../cli/errors';
import { verifiableOutputs } from '../../../cli/outputs';

describe('verify: outputs', () => {
  const outputs = { schemaVersion: 1, meshes: {}, clusters: {} };

  function refusal(values: Readonly<Record<string, unknown>>): string {
    try {
      verifiableOutputs(values, 'dev');
    } catch (error) {
      assert.ok(error instanceof CommandError);
      return error.message;
    }
    return 'none';
  }

  it('are taken as they are', () => {
    assert.equal(verifiableOutputs(outputs, 'dev'), outputs);
  });

  it('are missing while a stack is not deployed', () => {
    const { schemaVersion, ...withoutVersion } = outputs;
    assert.equal(
      refusal({}),
      'Stack dev is not deployed: it has no output schemaVersion, meshes, clusters. Run `pulumi up --stack dev` first.',
    );
    assert.match(refusal({ schemaVersion, clusters: {} }), /it has no output meshes\./);
    for (const values of [withoutVersion, { ...outputs, schemaVersion: 'first' }])
      assert.match(refusal(values), /it has no output schemaVersion\./);
  });

  it('of another schema version are refused for that, whatever else they have', () => {
    for (const schemaVersion of [0, 2])
      for (const values of [
        { ...outputs, schemaVersion },
        { schemaVersion, clusters: {} },
      ])
        assert.equal(
          refusal(values),
          `The outputs of stack dev have schema version ${schemaVersion}, and this verify reads 1. ` +
            'Use the verify of the version that deployed the stack, or run `pulumi up` with this one.',
        );
  });
});
