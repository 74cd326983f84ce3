// @ts-check
// The lab's first step, in plain JavaScript because a fresh checkout has no node_modules: check the machine, install the
// npm packages, hand over to main.ts, or to another program that needs the same:
//   node lab/bootstrap.mjs COMMAND...
//   node lab/bootstrap.mjs --run FILE ARGUMENTS...
import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { areInstalled, install } from './dependencies.mjs';
import { describe, preflight } from './preflight.mjs';

/** Commands that boot or build nothing: they must work on a machine that has become unfit, most of all "down". */
const lightCommands = ['down', 'status', 'logs', 'exec', 'help', '--help', '-h'];

const given = process.argv.slice(2);
const other = given[0] === '--run' ? given[1] : undefined;
const program = other ?? path.join('lab', 'main.ts');
const args = other === undefined ? given : given.slice(2);
const checkout = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** @returns {boolean} */
function isReady() {
  // Arguments after "--" belong to another program's command.
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (other !== undefined || !own.some((arg) => lightCommands.includes(arg))) {
    const missing = describe(preflight());
    if (missing !== '') {
      console.error(missing);
      return false;
    }
  }
  if (areInstalled()) {
    return true;
  }
  const started = performance.now();
  console.error('…  npm packages');
  if (!install() || !areInstalled()) {
    console.error('✗  npm packages: "npm ci" failed, see above. Run it by itself to see more.');
    return false;
  }
  console.error(`✓  npm packages  ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return true;
}

function handOver() {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], { cwd: checkout, stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well, and a second one would mean "now, without cleaning up".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) {
        child.kill(signal);
      }
    });
  }
  child.once('error', (error) => {
    console.error(`Cannot start ${process.execPath}: ${error.message}`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    // Shells say "ended by signal N" as 128 + N; 15 stands for all that are not Ctrl-C.
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

if (isReady()) {
  handOver();
} else {
  process.exitCode = 1;
}
