import { OVERLAY_VARIABLE } from '../config/overlay';
import { searchPath } from './cluster/context';
import type { Artifacts } from './build/artifacts-types';
import type { LabState } from './state';

/** Passphrase of the lab's stacks. It guards nothing but the lab; Pulumi.dev.yaml's salt is made for it. */
const LAB_PASSPHRASE = 'meshwork-lab';

/** Environment of commands that run in the lab: its programs first, its clusters, its engine. */
export function labEnvironment(
  state: LabState,
  artifacts: Artifacts,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return {
    ...base,
    PATH: searchPath(artifacts, base['PATH']),
    KUBECONFIG: state.kubeconfig,
    PULUMI_HOME: state.pulumiHome,
    PULUMI_BACKEND_URL: `file://${state.backend}`,
    PULUMI_CONFIG_PASSPHRASE: LAB_PASSPHRASE,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    // The file backend writes the whole state (4 MB, CRDs mostly) before and after each resource. Compression makes that a twenty-fifth. A lab needs
    // no second copy of each state, and has the memory for rarer garbage collection (docs/explanation/performance.md).
    PULUMI_DIY_BACKEND_ZSTD: 'true',
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: 'true',
    GOGC: '400',
    MESHWORK_LAB_DIR: state.directory,
    [OVERLAY_VARIABLE]: state.overlay,
    ...artifacts.engine.environment,
    ...(artifacts.engine.plugins === 'stand-in' ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true' } : {}),
  };
}
