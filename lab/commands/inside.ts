import { spawn } from 'node:child_process';
import * as path from 'node:path';
import type { Artifacts } from '../build/artifacts-types';
import { searchPath } from '../cluster/context';
import { LabError } from '../error';
import type { InsideTask } from '../inside';
import { enterLab, typescript } from '../namespace/enter';
import type { ProcessIdentity } from '../namespace/process-identity';
import { CHECKOUT, type LabState } from '../state';

/**
 * Runs inside.ts in the lab. Its output is for people and goes to our own output.
 * @throws LabError if it fails. The unfinished part stays in the record.
 */
export async function runInside(
  state: LabState,
  outer: ProcessIdentity,
  artifacts: Artifacts,
  task: InsideTask,
): Promise<void> {
  const inside = typescript(path.join(CHECKOUT, 'lab', 'inside.ts'), task);
  const [command = '', ...args] = enterLab({ outer, cgroup: state.id }, inside, CHECKOUT);
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: searchPath(artifacts), MESHWORK_LAB_DIR: state.directory },
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new LabError(
      'The lab could not be started (see above). `npm run lab -- up` tries again; `npm run lab -- down` removes it.',
    );
  }
}
