import * as path from 'node:path';
import { cacheDirectory } from '../../lab/cache/directory';
import { PATIENCE_VARIABLE } from '../../lab/patience';
import { DATA } from './data-disk';
import type { Machine } from './machine';

/** Something that a user does in the machine, in the checkout. */
export interface Stage {
  readonly title: string;
  readonly command: string;
  /** What has to be said, beside the exit code that has to be 0. */
  readonly says?: RegExp;
}

const PASSING = /\d+ passing/;

/** What is run in a machine, in this order: what needs the least of it comes first. */
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

/** Where the build cache is here and in the machine: programs in it name their libraries by where they are. */
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
