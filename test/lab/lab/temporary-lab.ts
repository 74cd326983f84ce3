import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Lab } from '../../../lab/lab';
import { diagnosed } from '../diagnosis';
import { labBegins, labEnds } from './running-labs';

/** A lab with a state directory of its own, so that tests leave the user's lab alone. */
export async function temporaryLab(): Promise<Lab> {
  const lab = await Lab.open(await mkdtemp(path.join(tmpdir(), 'meshwork-lab-')));
  labBegins(lab);
  return lab;
}

/** Ends such a lab and removes its directory, once it was looked at if a test failed on it. */
export async function removeLab(lab: Lab): Promise<void> {
  await diagnosed();
  labEnds(lab);
  await lab.down();
  await rm(lab.directory, { recursive: true });
}
