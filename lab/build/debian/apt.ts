import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { run } from '../command';
import { LabError } from '../../error';
import { debianRelease } from './release';

/** File in which the machine's dpkg says what is installed. */
export const DPKG_STATUS = '/var/lib/dpkg/status';

/** An apt with lists and cache of its own: the machine's are neither read nor written, and nothing is ever installed. */
export interface PrivateApt {
  readonly environment: NodeJS.ProcessEnv;
  /** Names and versions of packages to be taken for installed, so that apt does not ask for them. */
  assumeInstalled(packages: readonly string[]): Promise<void>;
  /** Has apt ask for no package that the machine has. */
  assumeMachine(): Promise<void>;
}

/** Sets up a private apt below `directory` that has the lists of a release. */
export async function privateApt(directory: string, release: string): Promise<PrivateApt> {
  for (const child of ['state/lists/partial', 'cache/archives/partial']) {
    await mkdir(path.join(directory, child), { recursive: true });
  }
  const status = path.join(directory, 'status');
  const sources = path.join(directory, 'sources.list');
  const configuration = path.join(directory, 'apt.conf');
  await writeFile(status, '');
  await writeFile(sources, await debianSources(release));
  await writeFile(
    configuration,
    [
      `Dir::State "${directory}/state";`,
      `Dir::State::status "${status}";`,
      `Dir::Cache "${directory}/cache";`,
      `Dir::Etc::sourcelist "${sources}";`,
      'Dir::Etc::sourceparts "-";',
      'Acquire::Languages "none";',
      'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";',
      'Acquire::Retries "3";',
      'Acquire::ForceHash "SHA256";',
      'APT::Architecture "amd64";',
      'APT::Install-Recommends "false";',
      // apt's own user cannot enter a home directory; signatures and checksums are checked all the same.
      'APT::Sandbox::User "root";',
      // What the machine does after an update (desktop notifiers and so on) must not run for ours.
      '#clear APT::Update::Post-Invoke-Success;',
      '#clear APT::Update::Post-Invoke;',
      '',
    ].join('\n'),
  );
  const environment = { ...process.env, APT_CONFIG: configuration, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env: environment });
  return {
    environment,
    assumeMachine: () => copyFile(DPKG_STATUS, status),
    assumeInstalled: (packages) => writeFile(status, packages.map(installedStanza).join('\n')),
  };
}

/**
 * Lines for sources.list that say where the machine gets a release's main component from: its mirrors, without any other archives it may use. A machine
 * of another release has none of that one, but mirrors of Debian have them all: it is looked for where the machine's own is.
 *
 * @throws LabError if the machine has a source of neither.
 */
export async function debianSources(release: string): Promise<string> {
  const format = '$(CREATED_BY)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)';
  // As configured: a machine that has never updated its lists knows nothing else.
  const targets = await run('apt-get', ['indextargets', '--no-release-info', '--format', format]);
  const own = await debianRelease();
  const lines = [sourceLines(targets, release), sourceLines(targets, own, release)].find(({ length }) => length > 0);
  if (lines === undefined) {
    throw new LabError(
      `apt on this machine has no source of Debian ${release} main. The lab takes its packages from there: add ${release} to /etc/apt/sources.list.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Picks out of `apt-get indextargets`, with lines of "kind|uri|suite|component", where a release is, and says the same of another if one is wanted.
 */
export function sourceLines(targets: string, release: string, wanted = release): string[] {
  const suites = new Map(['', '-updates', '-security'].map((part) => [`${release}${part}`, `${wanted}${part}`]));
  const lines = targets.split('\n').flatMap((target) => {
    const [kind, uri, suite = '', component] = target.split('|');
    const name = suites.get(suite);
    // Signed by a key that apt trusts for all sources, as Debian's own are.
    return kind === 'Packages' && name !== undefined && component === 'main'
      ? [`deb [arch=amd64] ${uri} ${name} main`]
      : [];
  });
  return [...new Set(lines)];
}

function installedStanza(name: string): string {
  // A version above all others, so that it satisfies whatever asks for at least some version.
  return [
    `Package: ${name}`,
    'Status: install ok installed',
    'Architecture: amd64',
    'Multi-Arch: foreign',
    'Version: 999:1',
    '',
  ].join('\n');
}
