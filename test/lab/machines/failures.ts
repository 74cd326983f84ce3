import { strict as assert } from 'node:assert';
import type { Lab } from '../../../lab/lab';
import type { Outcome } from '../../../lab/outcome';
import type { Stack } from '../stack';
import { ACCESS_FAILURES, CHECKED_FAILURES, type FailureCause, PACKAGE_FAILURES, type Place } from './failure-causes';
import { fileSystem } from './file-system';
import type { MachinesOverlay } from './overlay';

/** One `pulumi up` with a cause on each machine. Each up passes the steps at which those before it failed. */
interface Round {
  readonly causes: Readonly<Record<string, FailureCause>>;
}

const ROUNDS: readonly Round[] = [
  { causes: { 'vm-1': ACCESS_FAILURES.hostKey, 'vm-2': ACCESS_FAILURES.unreachable } },
  { causes: { 'vm-1': ACCESS_FAILURES.user, 'vm-2': ACCESS_FAILURES.key } },
  { causes: { 'vm-1': ACCESS_FAILURES.sudoWithPassword, 'vm-2': ACCESS_FAILURES.noSudo } },
  { causes: { 'vm-1': CHECKED_FAILURES.noSystemd, 'vm-2': CHECKED_FAILURES.architecture } },
  { causes: { 'vm-1': CHECKED_FAILURES.clockBehind, 'vm-2': CHECKED_FAILURES.clockAhead } },
  { causes: { 'vm-1': CHECKED_FAILURES.otherIstio, 'vm-2': CHECKED_FAILURES.otherMesh } },
  { causes: { 'vm-1': CHECKED_FAILURES.diskFull, 'vm-2': PACKAGE_FAILURES.notInstalled } },
  { causes: { 'vm-1': PACKAGE_FAILURES.checksum, 'vm-2': PACKAGE_FAILURES.missing } },
];

/** What the tests of failures work on. */
export interface Failing {
  readonly lab: Lab;
  readonly stack: Stack;
  readonly overlay: MachinesOverlay;
  readonly untouched: (machine: string) => readonly string[];
  /** Everything that commands say, for a search. */
  readonly heard: string[];
}

/**
 * Tests of machines that cannot join: the error that a person sees, for each cause.
 *
 * @param afterFirst is called after the first `up`, which makes everything but the machines.
 */
export function showsFailures(about: () => Failing, afterFirst: () => Promise<void>): void {
  for (const [index, { causes }] of ROUNDS.entries()) {
    const titles = Object.values(causes).map(({ title }) => title);
    describe(`that ${titles.join(', or ')}`, () => {
      let outcome: Outcome;

      before(async () => {
        const { heard, lab, overlay, stack } = about();
        const places = Object.entries(causes).map(([machine, cause]) => [{ lab, machine, overlay }, cause] as const);
        const each = (act: (place: Place, cause: FailureCause) => unknown) =>
          Promise.all(places.map(async ([place, cause]) => await act(place, cause)));
        await each((place, cause) => cause.make(place));
        outcome = await stack.pulumi('up', '--yes', '--skip-preview');
        heard.push(outcome.stdout, outcome.stderr);
        overlay.restore();
        await each((place, cause) => cause.mend?.(place));
        if (index === 0) await afterFirst();
      });

      for (const [machine, { error, title }] of Object.entries(causes))
        it(`is named, with the cause: ${machine} ${title}`, () => {
          assert.notEqual(outcome.code, 0);
          assert.match(errorOf(outcome, machine), error);
        });
    });
  }

  // A suite of its own, because tests of a suite come before the suites in it.
  describe('after all of that', () => {
    it('is as it was before, as long as a check fails', async () => {
      const { lab, untouched } = about();
      // The last round alone passed all checks. It left a record of what there was before.
      for (const machine of ['vm-1', 'vm-2']) {
        const left = (await fileSystem(lab, machine)).filter((line) => !line.includes(' /var/lib/meshwork'));
        assert.deepEqual(left, untouched(machine));
      }
    });
  });
}

/** The last message of `pulumi up` about a machine, with its heading: after `Diagnostics`, each resource has one. */
function errorOf({ stderr, stdout }: Outcome, machine: string): string {
  const [, ...diagnostics] = stdout.split(/^ {2}(?=command:remote:Command \()/m);
  const found = diagnostics.find((text) => text.startsWith(`command:remote:Command (${machine}-machine-sidecar):`));
  const error = (found ?? assert.fail(`no error of ${machine}: ${stdout}${stderr}`)).split(/^\S/m, 2).join('');
  // A script names its machine and its step itself.
  if (error.includes('Process exited')) assert.match(error, new RegExp(`meshwork: machine ${machine}: step "`));
  return error;
}
