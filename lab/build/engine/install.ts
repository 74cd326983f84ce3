import { mkdir, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Progress } from '../../progress';
import { run } from '../command';
import { pluginVersions } from '../versions';

/** A machine that could not download plugins is not asked again at every start. */
const RETRY_AFTER_MS = 24 * 3600 * 1000;
const TIMEOUT_MS = 60_000;

/** Downloads the official plugins into a plugin home of the lab's own. A failed download is no error: the stand-ins take their place. */
export async function installPlugins(
  pulumi: string,
  home: string,
  missing: readonly string[],
  progress: Progress,
): Promise<void> {
  const refusal = path.join(home, 'refused');
  const refusedAt = await stat(refusal).then(
    (found) => found.mtimeMs,
    () => 0,
  );
  if (Date.now() - refusedAt < RETRY_AFTER_MS) {
    return;
  }
  await mkdir(home, { recursive: true });
  const environment = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: 'true' };
  const wanted = Object.entries(pluginVersions).filter(([name]) => missing.includes(name));
  await progress.step('Official provider plugins', async (detail) => {
    const attempts = wanted.map(([name, version]) =>
      run(pulumi, ['plugin', 'install', 'resource', name, version], { env: environment, timeoutMs: TIMEOUT_MS }),
    );
    const failed = (await Promise.allSettled(attempts)).filter((attempt) => attempt.status === 'rejected');
    if (failed.length > 0) {
      detail('cannot be downloaded here');
      await writeFile(refusal, `${failed.map((attempt) => String(attempt.reason)).join('\n\n')}\n`);
    }
  });
}
