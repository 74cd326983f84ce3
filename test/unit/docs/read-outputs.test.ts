import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { globSync } from 'glob';
import { parse } from 'yaml';
import * as reader from '../../../outputs/reader';

const ROOT = resolve(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/how-to/read-outputs.md'), 'utf8');
const CONSUMER = join(ROOT, 'examples/consumer');

/** What stands in the page's blocks of code of a language. Those of commands have none. */
function blocksOf(language: string): string[] {
  return [...PAGE.matchAll(/^```(.*)\n([^]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text]) => text ?? '');
}

/** The page's commands of some programs. */
function commandsOf(...programs: readonly string[]): string[] {
  const lines = blocksOf('').flatMap((block) => block.split('\n'));
  return lines.filter((line) => programs.some((program) => line.startsWith(`${program} `)));
}

/** What a module imports: files by path, packages by name. */
function importsOf(file: string): string[] {
  const names = [...readFileSync(file, 'utf8').matchAll(/ from '([^']+)'/g)].map(([, name]) => name ?? '');
  return names.map((name) => (name.startsWith('.') ? `${resolve(dirname(file), name)}.ts` : name));
}

/** Everything that a module imports, and what that imports. */
function allImportsOf(file: string, seen = new Set<string>()): Set<string> {
  for (const name of importsOf(file)) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (name.endsWith('.ts')) allImportsOf(name, seen);
  }
  return seen;
}

describe('how to read outputs in another stack', () => {
  const imports = [...allImportsOf(join(ROOT, 'outputs/reader.ts'))];
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'meshwork-reader-'));
  });

  after(() => rmSync(directory, { recursive: true }));

  it('copies all that the reader imports, and the copy runs', async () => {
    symlinkSync(ROOT, join(directory, 'meshwork'));
    const program = join(directory, 'program');
    mkdirSync(program);
    symlinkSync(join(ROOT, 'node_modules'), join(program, 'node_modules'));
    const commands = commandsOf('mkdir', 'cp');
    assert.equal(commands.length, 3);
    for (const command of commands) execFileSync('sh', ['-ec', command], { cwd: program });

    const copied = globSync('**/*.ts', { cwd: join(program, 'meshwork') });
    const needed = imports.filter((name) => name.startsWith(ROOT)).map((name) => name.slice(ROOT.length + 1));
    assert.deepEqual(copied.sort(), ['outputs/reader.ts', ...needed].sort());
    const module = (await import(pathToFileURL(join(program, 'meshwork/outputs/reader.ts')).href)) as typeof reader;
    assert.equal(typeof module.meshworkOutputs, 'function');
    assert.notEqual(module.meshworkOutputs, reader.meshworkOutputs);
  });

  it('installs the packages that the reader imports, as this project has them', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const packages = imports.filter((name) => !name.startsWith(ROOT)).sort();
    const wanted = packages.map((name) => `${name}@${dependencies[name]?.split('.')[0] ?? 'none'}`);
    assert.deepEqual(commandsOf('npm'), [`npm install ${wanted.join(' ')}`]);
  });

  it('shows code of the example, where it is checked and runs in the lab', () => {
    const code = readFileSync(join(CONSUMER, 'index.ts'), 'utf8');
    const blocks = blocksOf('ts');
    assert.equal(blocks.length, 3);
    for (const block of blocks) {
      const shown = block.replaceAll("from './meshwork/", "from '../../");
      assert.ok(code.includes(shown), shown);
    }
  });

  it('sets keys that the example has', () => {
    const { config } = parse(readFileSync(join(CONSUMER, 'Pulumi.yaml'), 'utf8')) as { config: object };
    const set = commandsOf('pulumi').flatMap((command) => /^pulumi config set (\w+) \S+$/.exec(command)?.[1] ?? []);
    assert.deepEqual(set, ['stack', 'mesh', 'gateway']);
    for (const key of set) assert.ok(key in config, key);
  });

  it('has no other commands', () => {
    assert.deepEqual(
      commandsOf('pulumi').filter((command) => !command.startsWith('pulumi config set ')),
      ['pulumi up'],
    );
  });
});
