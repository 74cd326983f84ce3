import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Example } from '../../examples/example';
import { run } from '../build/command';
import { agnhostVersion } from '../build/versions';
import { labArtifacts } from '../cluster/contexts';
import { labEnvironment } from '../environment';
import { enterLab } from '../namespace/enter';
import { CHECKOUT, type LabState } from '../state';

/** The image that the manifests of examples name. A lab has it under another name. */
const PUBLIC_AGNHOST = `registry.k8s.io/e2e-test-images/agnhost:${agnhostVersion}`;

/** Applies the workloads of an example to the clusters of a running lab. Does not wait until they run. */
export async function applyWorkloads(state: LabState, example: Example): Promise<void> {
  await apply(state, example, (text) => text);
}

/** Makes the namespaces of those workloads only. A stack's services need them; the pods come after the mesh, to get sidecars. */
export async function applyNamespaces(state: LabState, example: Example): Promise<void> {
  await apply(state, example, (text) =>
    parseAllDocuments(text)
      .filter((document) => document.get('kind') === 'Namespace')
      .map(String)
      .join('---\n'),
  );
}

async function apply(state: LabState, example: Example, select: (text: string) => string): Promise<void> {
  const { outer } = await state.requireRunning();
  const artifacts = await labArtifacts(state);
  await Promise.all(
    example.clusters().map(async ({ name }) => {
      const file = example.workloads(name);
      if (file === undefined) return;
      const manifests = path.join(state.directory, `workloads-${name}.yaml`);
      const text = select(await readFile(file, 'utf8'));
      await writeFile(manifests, text.replaceAll(PUBLIC_AGNHOST, artifacts.references.agnhost));
      const command = ['kubectl', '--context', name, 'apply', '--filename', manifests];
      const [program = '', ...args] = enterLab({ outer, cgroup: state.id }, command, CHECKOUT);
      await run(program, args, { env: labEnvironment(state, artifacts) });
    }),
  );
}
