import * as os from 'node:os';
import * as path from 'node:path';

/**
 * The directory of artifacts. It is outside the checkout, so that all checkouts of the machine share their builds.
 * Paths that are not absolute are ignored, as the XDG base directory specification says.
 */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const xdg = environment['XDG_CACHE_HOME'];
  const base = xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), '.cache');
  return path.join(base, 'meshwork');
}
