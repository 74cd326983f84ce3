import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutOffAttributes, removeAttributes } from '../../../../cli/recover/cut-off-attributes';

describe('recover: attributes of a state that were cut off', () => {
  let directory: string;
  let stacks: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'meshwork-'));
    stacks = join(directory, '.pulumi', 'stacks', 'meshwork');
    mkdirSync(stacks, { recursive: true });
    writeFileSync(join(stacks, 'dev.json'), '{}');
    writeFileSync(join(stacks, 'dev.json.attrs'), '');
    writeFileSync(join(stacks, 'prod.json.attrs'), '{"md5":""}');
    writeFileSync(join(stacks, 'empty.json'), '');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('are the empty ones, and go without the state beside them', async () => {
    const found = await cutOffAttributes(`file://${directory}?no_tmp_dir=true`);
    assert.deepEqual(found, [join(stacks, 'dev.json.attrs')]);
    await removeAttributes(found);
    const left = ['dev.json', 'dev.json.attrs', 'prod.json.attrs', 'empty.json'].filter((name) =>
      existsSync(join(stacks, name)),
    );
    assert.deepEqual(left, ['dev.json', 'prod.json.attrs', 'empty.json']);
    assert.deepEqual(await cutOffAttributes(`file://${directory}`), []);
  });

  it('are not looked for in other backends, nor where no stack is', async () => {
    for (const url of ['s3://bucket', 'https://api.pulumi.com', `file://${join(directory, 'elsewhere')}`])
      assert.deepEqual(await cutOffAttributes(url), []);
  });
});
