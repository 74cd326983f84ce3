import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Example } from '../../examples/example';
import { run } from '../build/command';
import { agnhostVersion } from '../build/versions';
import { labArtifacts } from '../cluster/contexts';
import { labEnvironment } from '../environment';
import { enterLab } from '../namespace/enter';
import { CHECKOUT, type LabState } from '../state';

/** The image of examples' workloads; labs have it under a name of their own. */
const PUBLIC_AGNHOST = `registry.k8s.io/e2e-test-images/agnhost:${agnhostVersion}`;

/** Puts into the clusters of a running lab what the reader of an example brings along. Does not wait until it runs. */
export async function applyWorkloads(state: LabState, example: Example): Promise<void> {
  const { outer } = await state.requireRunning();
  const artifacts = await labArtifacts(state);
  await Promise.all(
    example.clusters().map(async ({ name }) => {
      const file = example.workloads(name);
      if (file === undefined) return;
      const manifests = path.join(state.directory, `workloads-${name}.yaml`);
      const text = await readFile(file, 'utf8');
      await writeFile(manifests, text.replaceAll(PUBLIC_AGNHOST, artifacts.references.agnhost));
      const command = ['kubectl', '--context', name, 'apply', '--filename', manifests];
      const [program = '', ...args] = enterLab(outer, command, CHECKOUT);
      await run(program, args, { env: labEnvironment(state, artifacts) });
    }),
  );
}
