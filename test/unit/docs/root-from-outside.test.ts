import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { ruleProblems } from '../../../model/rules/rules';
import { topologyOf, withAuthority } from '../model/specimen';

const ROOT = resolve(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/how-to/root-from-outside.md'), 'utf8');
const KEY = readFileSync(join(ROOT, 'test/unit/model/fixtures/outside.key'), 'utf8');

function blocksOf(language: string): string[] {
  return [...PAGE.matchAll(/^```(.*)\n([^]*?)^```$/gm)].flatMap(([, found, text = '']) =>
    found === language ? [text.trim()] : [],
  );
}

/** Problems of the config on the page beside a machine with that authority. */
function problemsWith(rootKeys: object) {
  const [block = ''] = blocksOf('yaml');
  const { 'meshwork:meshes': meshes } = parse(block) as { 'meshwork:meshes': Record<string, unknown> };
  const raw = withAuthority();
  return ruleProblems(topologyOf({ ...raw, meshes: { ...raw.meshes, ...meshes }, rootKeys }), {
    east: 'https://10.0.0.1:6443',
    west: 'https://10.0.0.2:6443',
  });
}

describe('how to use a root authority from outside', () => {
  it('shows config that is accepted with its key', () => {
    assert.deepEqual(problemsWith({ vms: { outside: KEY } }), []);
  });

  it('sets the key as the message about a missing one says', () => {
    const [problem, ...others] = problemsWith({});
    assert.deepEqual(others, []);
    assert.equal(blocksOf('')[0], problem?.fix?.replace('FILE', 'root.key'));
  });
});
