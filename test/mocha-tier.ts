import { globSync } from 'glob';
import Mocha from 'mocha';

/** How many tests passed and failed. */
export interface Tally {
  passed: number;
  failed: number;
}

/** Runs every `*.test.ts` below a directory. A failing hook counts as a failure, as mocha counts it. */
export function mochaTier(directory: string): Promise<Tally> {
  const mocha = new Mocha({ forbidOnly: true, timeout: 0, color: process.stdout.isTTY });
  for (const file of globSync(`${directory}/**/*.test.ts`).sort()) mocha.addFile(file);
  return new Promise((resolve) => {
    const runner = mocha.run((failures) => resolve({ passed: runner.stats?.passes ?? 0, failed: failures }));
  });
}
