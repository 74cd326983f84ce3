import * as path from 'node:path';
import { cacheDirectory } from '../../lab/cache/directory';
import { PATIENCE_VARIABLE } from '../../lab/patience';
import { DATA } from './data-disk';
import type { Machine } from './machine';

/** A command that a user runs in the machine, in the checkout. */
export interface Stage {
  readonly title: string;
  readonly command: string;
  /** Text that the output must hold. The exit code must be 0. */
  readonly says?: RegExp;
}

const PASSING = /\d+ passing/;

/** The stages of a machine, in order: the one that needs the least of the machine comes first. */
export const STAGES: readonly Stage[] = [
  {
    title: 'Namespaces and control groups',
    command: 'npx mocha --timeout 0 test/lab/lab/namespaces.test.ts',
    says: PASSING,
  },
  { title: 'The life of a lab', command: 'npx mocha --timeout 0 test/lab/lab/lifecycle.test.ts', says: PASSING },
  { title: "The README's first command", command: 'npm run lab', says: /✓ verify passed/ },
  { title: 'Status', command: 'npm run lab -- status' },
  { title: 'End of the lab', command: 'npm run lab -- down' },
];

/** Directory of the build cache, the same here and in the machine: programs in it name their libraries by absolute paths. */
const CACHE_HOME = path.dirname(cacheDirectory());
const CHECKOUT = path.join(CACHE_HOME, DATA.checkout);

/** Puts the data disk in its place. */
export async function prepare(machine: Machine): Promise<void> {
  await machine.run(`mkdir -p ${CACHE_HOME} && mount /dev/vdb ${CACHE_HOME} && uname -a && findmnt -t cgroup,cgroup2`);
}

/** A shell's script that runs a command in the checkout. */
export function inCheckout(command: string, patience: number): string {
  const environment = {
    XDG_CACHE_HOME: CACHE_HOME,
    // On the disk that the cache is on, as on a machine with one disk: images are linked and not copied.
    TMPDIR: path.join(CACHE_HOME, DATA.temporary),
    [PATIENCE_VARIABLE]: String(patience),
  };
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return `cd ${CHECKOUT} && env ${variables.join(' ')} ${command}`;
}
