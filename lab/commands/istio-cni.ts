import { run } from '../build/command';
import { buildIstioCni } from '../build/istio-cni/entry';
import { withLock } from '../cache/lock';
import { IMPORT_IMAGE } from '../cluster/containerd';
import { labArtifacts } from '../cluster/contexts';
import { labEnvironment } from '../environment';
import { enterLab, onNode } from '../namespace/enter';
import type { Progress } from '../progress';
import { CHECKOUT, type LabState } from '../state';

/**
 * Gives every node of a running lab the image of Istio's CNI agent, which a stack with `cni: true` needs. Builds it if it was not built before.
 *
 * @throws LabError if the lab does not run.
 */
export async function importIstioCni(state: LabState, { progress }: { readonly progress: Progress }): Promise<void> {
  await state.requireRunning();
  const { archive } = await buildIstioCni({ progress });
  await withLock(
    state.lock,
    async () => {
      const { clusters, outer } = await state.requireRunning();
      const environment = labEnvironment(state, await labArtifacts(state));
      for (const { name } of clusters.flatMap(({ nodes }) => nodes)) {
        const command = onNode(name, [...IMPORT_IMAGE, archive]);
        const [program = '', ...args] = enterLab({ outer, cgroup: state.id }, command, CHECKOUT);
        await progress.step(`Image of Istio's CNI agent on ${name}`, () => run(program, args, { env: environment }));
      }
    },
    () => progress.note('   Another lab command is working on this lab; waiting for it.'),
  );
}
