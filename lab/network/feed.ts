import { spawn } from 'node:child_process';
import { LabError } from '../error';

/** Runs a program that sets up the lab's network, with a text as its standard input. */
export async function feed([command = '', ...args]: string[], text: string): Promise<void> {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  const complaint: Buffer[] = [];
  child.stderr.on('data', (data: Buffer) => complaint.push(data));
  child.stdin.on('error', () => undefined); // told by 'close'
  child.stdin.end(text);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new LabError(
      `${[command, ...args].join(' ')} refused the lab's network: ${Buffer.concat(complaint).toString().trim()}`,
    );
  }
}
