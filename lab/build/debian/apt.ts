import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { run } from '../command';
import { LabError } from '../../error';

/** An apt with lists and cache of its own: the machine's are neither read nor written, and nothing is ever installed. */
export interface PrivateApt {
  readonly environment: NodeJS.ProcessEnv;
  /** Names and versions of packages to be taken for installed, so that apt does not ask for them. */
  assumeInstalled(packages: readonly string[]): Promise<void>;
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
    assumeInstalled: (packages) => writeFile(status, packages.map(installedStanza).join('\n')),
  };
}

/** The machine's own sources of the release's main component: its mirrors, without any other archives it may use. */
async function debianSources(release: string): Promise<string> {
  const format = '$(CREATED_BY)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)';
  const targets = await run('apt-get', ['indextargets', '--format', format]);
  const suites = [release, `${release}-updates`, `${release}-security`];
  const lines = targets.split('\n').flatMap((target) => {
    const [kind, uri, suite = '', component] = target.split('|');
    if (kind !== 'Packages' || !suites.includes(suite) || component !== 'main') {
      return [];
    }
    // Signed by a key that apt trusts for all sources, as Debian's own are.
    return [`deb [arch=amd64] ${uri} ${suite} main`];
  });
  if (lines.length === 0) {
    throw new LabError(
      `apt on this machine has no source of Debian ${release} main. The lab takes its packages from there: add ${release} to /etc/apt/sources.list.`,
    );
  }
  return `${[...new Set(lines)].join('\n')}\n`;
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
