import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Lab } from '../../../lab/lab';

/** A lab with a state directory of its own, so that tests leave the user's lab alone. */
export async function temporaryLab(): Promise<Lab> {
  return Lab.open(await mkdtemp(path.join(tmpdir(), 'meshwork-lab-')));
}

/** Ends such a lab and removes its directory. */
export async function removeLab(lab: Lab): Promise<void> {
  await lab.down();
  await rm(lab.directory, { recursive: true });
}
