import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { sharedLab } from '../lab/shared-lab';
import { assertNothingOfIstio } from '../remains';
import { Stack } from '../stack';
import { showsFailures } from './failures';
import { fileSystem } from './file-system';
import { showsInterruptions } from './interruptions';
import { showsLateFailures } from './late-failures';
import { MachinesOverlay } from './overlay';
import { showsPreviews } from './previews';
import { showsMachineRecovery } from './recovery';
import { runScript, scriptOf } from './script-run';
import { ProcessWatch, privateLines, stateInClear } from '../secret-search';
import { showsNoSecrets } from './secrets';

const MACHINES = ['vm-1', 'vm-2'] as const;

describe('a machine that joins (S8)', () => {
  const running = sharedLab([{ name: 'east', network: 'net-east' }], [{ name: 'vm-1' }, { name: 'vm-2' }]);
  const heard: string[] = [];
  const untouched = new Map<string, string[]>();
  const scripts = new Map<string, string>();
  const of =
    <T>(map: ReadonlyMap<string, T>) =>
    (machine: string) =>
      map.get(machine) ?? assert.fail(machine);
  let stack: Stack;
  let overlay: MachinesOverlay;
  let secrets: string[];
  let watch: ProcessWatch;

  before(async () => {
    for (const machine of MACHINES) untouched.set(machine, await fileSystem(running(), machine));
    stack = await Stack.create(running(), join(__dirname, 'provisioning.yaml'));
    overlay = new MachinesOverlay(running());
  });
  const about = () => ({ lab: running(), stack, overlay, heard, untouched: of(untouched), script: of(scripts) });

  showsFailures(about, async () => {
    secrets = privateLines(`${await stateInClear(running())}\n${overlay.sshKey()}`);
    // The keys of the root, of the intermediate and of two machines, and that of SSH.
    assert.ok(secrets.length >= 5, `${secrets.length}`);
    watch = await ProcessWatch.begin(running(), secrets);
  });

  describe('after that', () => {
    it('joins with the next up once all causes are gone', async () => {
      const { code, stderr, stdout } = await stack.pulumi('up', '--yes', '--skip-preview', '--json');
      heard.push(stdout, stderr);
      assert.equal(code, 0, `${stdout}${stderr}`);
      await stack.unchanged();
    });

    showsNoSecrets(() => ({ ...about(), secrets, watch }));
    showsPreviews(about);
  });

  describe('without an engine', () => {
    before(async () => {
      for (const machine of MACHINES) {
        const script = await scriptOf(running(), machine);
        scripts.set(machine, script);
        assert.equal((await runScript(running(), machine, 'leave', script)).code, 0);
        assert.deepEqual(await fileSystem(running(), machine), of(untouched)(machine));
      }
    });
    showsLateFailures(about);
    showsInterruptions(about);
  });

  describe('when commands are killed', () => {
    let checkpointed: Stack;

    before(async () => {
      checkpointed = await Stack.create(running(), join(__dirname, 'provisioning.yaml'), { checkpoints: true });
    });
    showsMachineRecovery(() => ({ lab: running(), checkpointed }));
  });

  describe('in the end', () => {
    it('leaves when the stack is destroyed, and is as it was before it joined', async () => {
      await stack.succeed('destroy', '--yes', '--skip-preview');
      await assertNothingOfIstio(running());
      for (const machine of MACHINES) assert.deepEqual(await fileSystem(running(), machine), of(untouched)(machine));
    });
  });
});
