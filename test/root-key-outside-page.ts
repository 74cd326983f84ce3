import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PAGE = readFileSync(resolve(__dirname, '../docs/how-to/root-key-outside.md'), 'utf8');

/** The page that keeps the key of a root outside, for tests that do what it says. */
export const rootKeyOutsidePage = {
  /** Its blocks of code of a language, in their order. */
  blocks(language: string): string[] {
    return [...PAGE.matchAll(/^```(.*)\n([^]*?)^```$/gm)].flatMap(([, found, text = '']) =>
      found === language ? [text] : [],
    );
  },

  /** Makes the root of the page in a directory: `root.pem` and `root.key`. The page does so for mesh blue. */
  makeRoot(directory: string, mesh = 'blue'): void {
    const [root = '', intermediate = ''] = this.blocks('ini');
    writeFileSync(join(directory, 'root.cnf'), root.replaceAll('blue', mesh));
    writeFileSync(join(directory, 'intermediate.ext'), intermediate);
    run(this.blocks('sh')[0] ?? '', directory);
  },

  /** Makes an intermediate of a cluster there: `<cluster>.pem` and `<cluster>.key`. The page does so for the first one of east. */
  makeIntermediate(directory: string, cluster: string, count = 1): void {
    const commands = (this.blocks('sh')[1] ?? '').replaceAll('east', cluster);
    run(commands.replace('intermediate CA 1', `intermediate CA ${count}`), directory);
  },

  /** The commands that give the stack what was made, for a cluster and with files in a directory. */
  configCommands(directory: string, cluster: string): string[] {
    const lines = (this.blocks('sh')[2] ?? '').trimEnd().replaceAll('east', cluster).split('\n');
    return lines.map((line) => line.replace(/< (\S+)$/, `< '${directory}/$1'`));
  },
};

function run(commands: string, directory: string): void {
  execFileSync('bash', ['-e', '-c', commands], { cwd: directory, stdio: 'pipe' });
}
