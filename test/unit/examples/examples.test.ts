import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Example } from '../../../examples/example';
import { withTopology } from '../../../examples/topology';
import { specOf } from '../spec/specimen';
import { ruleProblems } from '../../../spec/rules/rules';

const stackOf = (file: string) => parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

describe('examples', () => {
  it('are there', () => {
    assert.ok(Example.all().length >= 4);
    assert.equal(Example.find('s0-nothing'), undefined);
  });

  it('have S3 as the dev stack has it', () => {
    assert.deepEqual(
      stackOf(Example.find('s3-primary-remote-two-networks')?.configFile ?? ''),
      stackOf('Pulumi.dev.yaml'),
    );
  });

  for (const example of Example.all())
    describe(example.name, () => {
      it('has a config that the rules accept', () => {
        assert.deepEqual(ruleProblems(specOf(example.config()), {}), []);
      });

      it('opens with the passphrase of the lab', () => {
        assert.equal(stackOf(example.configFile)['encryptionsalt'], stackOf('Pulumi.dev.yaml')['encryptionsalt']);
      });

      it('has the picture of its config in its README; `npm run examples` draws it anew', () => {
        const readme = readFileSync(example.readme, 'utf8');
        assert.equal(readme, withTopology(readme, example));
      });
    });
});
