import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import type { Lab } from '../../lab/lab';

/** Both outputs of a command, and its exit code. */
export interface Said {
  readonly code: number | null;
  readonly output: string;
}

/** Somebody who types commands at a terminal of this machine, with a lab of their own. */
export class Newcomer {
  constructor(private readonly lab: Lab) {}

  /**
   * Has them type a command whose words have no spaces in them: `npm run lab -- status`.
   *
   * @param onOutput Gets all of its output so far, whenever there is more.
   */
  async type(line: string, onOutput: (output: string) => void = () => undefined): Promise<Said> {
    const [program = '', ...args] = line.split(' ');
    const child = spawn(program, args, {
      env: { ...process.env, MESHWORK_LAB_DIR: this.lab.directory },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        onOutput(Buffer.concat(chunks).toString());
      });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, output: Buffer.concat(chunks).toString() };
  }

  /**
   * Has them type a command that has to succeed; yields its whole output.
   *
   * @throws AssertionError with that output if it fails.
   */
  async succeed(line: string): Promise<string> {
    const { code, output } = await this.type(line);
    assert.equal(code, 0, `${line}\n${output}`);
    return output;
  }
}
