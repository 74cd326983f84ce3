import * as path from 'node:path';
import type { Artifacts } from '../build/artifacts-types';
import { run } from '../build/command';
import { searchPath } from '../cluster/context';
import { ensureDaemon } from '../namespace/daemon';
import { typescript } from '../namespace/enter';
import { LAB_ADDRESS } from '../network/machines';
import { CHECKOUT, type LabState } from '../state';
import { requireMachineArtifacts } from './context';

/** Starts the server of Istio's package, at an address of the router, unless it runs. To be called inside the lab. */
export async function servePackage(state: LabState, artifacts: Artifacts): Promise<void> {
  const { sidecar } = requireMachineArtifacts(artifacts);
  const server = typescript(path.join(__dirname, 'package-server.ts'), LAB_ADDRESS, sidecar.path, sidecar.file);
  await run('ip', ['address', 'replace', `${LAB_ADDRESS}/32`, 'dev', 'lo']);
  await ensureDaemon(
    {
      command: ['env', `--chdir=${CHECKOUT}`, '--', ...server],
      environment: { PATH: searchPath(artifacts, '') },
      identity: state.packageServer,
      log: path.join(state.directory, 'package-server.log'),
    },
    // The status of the lab shows whether it runs.
    (child) => child.once('error', () => undefined),
  );
}
