import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { buildEnvironment } from '../../../lab/build/go-build';
import type { Lab } from '../../../lab/lab';

const PLUGIN = join(__dirname, '..', '..', '..', 'lab', 'plugins', 'kubernetes');

/**
 * The stand-in kubernetes plugin on a real cluster.
 *
 * @param running a lab; its first cluster is used.
 */
export function kubernetesPlugin(running: () => Lab): void {
  it('answers as the official plugin did in its recordings', async () => {
    const lab = running();
    // Compiled out here: inside the lab there is no way out to a module proxy.
    const binary = join(mkdtempSync(join(tmpdir(), 'meshwork-plugin-')), 'kubernetes.test');
    execFileSync('go', ['test', '-c', '-o', binary, '.'], { cwd: PLUGIN, env: buildEnvironment() });
    const overlay = parse(await lab.run(['cat', lab.overlay])) as { 'meshwork:istio': { charts: { path: string } } };
    const { code, stdout, stderr } = await lab.exec([binary, '-test.v'], {
      directory: PLUGIN,
      environment: {
        KUBECONFIG_STANDIN_TEST: lab.kubeconfig,
        STANDIN_TEST_IMAGE: (await lab.images()).pause,
        STANDIN_TEST_CHARTS: overlay['meshwork:istio'].charts.path,
      },
    });
    assert.equal(code, 0, stdout + stderr);
    assert.doesNotMatch(stdout, /KUBECONFIG_STANDIN_TEST/, 'the tests that need a cluster were skipped');
  });
}
