import { withLock } from '../cache/lock';
import { isAlive } from '../namespace/process-identity';
import type { Progress } from '../progress';
import type { LabState } from '../state';
import { clear } from './clear';

/** Ends the lab and leaves no process, mount, namespace, route or control group of it. Does no harm when there is none. */
export async function down(state: LabState, progress: Progress): Promise<void> {
  await withLock(
    state.lock,
    async () => {
      const record = await state.record();
      if (record === undefined) {
        progress.note(`   No lab is running in ${state.directory}.`);
      } else if (!isAlive(record.outer)) {
        progress.note('   The lab had ended already; removing what it left.');
      }
      await progress.step('End the lab', () => clear(state, record));
    },
    () => progress.note('   Another lab command is working on this lab; waiting for it.'),
  );
}
