// @ts-check
// Judges the facts that facts.mjs found. Pure, so that tests can judge machines that do not exist.

/** @typedef {import('./types.d.ts').HostFacts} HostFacts */
/** @typedef {import('./types.d.ts').Finding} Finding */

const GIBIBYTE = 2 ** 30;

/**
 * Two clusters with their meshes take 3 to 4 GiB (an API server alone 330 MB), and linking the largest programs 2.4 GiB each.
 * A little less than 6, because a machine sold with 6 GiB shows less.
 */
const MEMORY_BYTES = 5.6 * GIBIBYTE;
/** Sources (2.9 GiB), the compiler's cache (6), the builds (1.2), and the state of clusters. */
const DISK_FIRST_BYTES = 14 * GIBIBYTE;
/** Another build of a few programs, and the state of clusters. */
const DISK_LATER_BYTES = 4 * GIBIBYTE;
/**
 * Three clusters, the most that an example has. The daemons of one have 16 as root (kubelet 6, controller manager 5, API server 3, containerd and
 * kube-proxy 1 each); pods have other users.
 */
const INOTIFY_INSTANCES = 3 * 16;

/** The lab's uses of the kernel, and the options that each needs. */
const kernelOptions = {
  'namespaces (PID, mount, network)': ['NAMESPACES', 'PID_NS', 'NET_NS'],
  'overlay and tmpfs file systems': ['OVERLAY_FS', 'TMPFS'],
  'virtual networks (veth, bridge)': ['VETH', 'BRIDGE'],
  'nftables with NAT': ['NF_TABLES', 'NFT_NAT', 'NFT_MASQ', 'NFT_CT'],
  'iptables on nftables (redirect, comments)': [
    'NFT_COMPAT',
    'NETFILTER_XT_MATCH_COMMENT',
    'NETFILTER_XT_TARGET_REDIRECT',
  ],
};

const cgroupControllers = ['cpu', 'cpuset', 'memory', 'pids'];

const goRemedy =
  'Install Go from its own archive (that of Debian 12 is too old): 1.21 or newer downloads the version that is needed.';
const nodeRemedy = 'Install Node.js 20.19 or newer from its own packages (that of Debian 12 is too old).';

/** The programs that the lab calls, how to get each, and the oldest version where it matters. */
export const neededCommands = {
  node: { remedy: nodeRemedy, oldest: '20.19' },
  npm: { remedy: 'It comes with Node.js: put its directory on PATH.', oldest: '' },
  go: { remedy: goRemedy, oldest: '1.21' },
  python3: { remedy: 'apt-get install python3', oldest: '' },
  pip: { remedy: 'apt-get install python3-pip', oldest: '' },
  'apt-get': { remedy: 'apt-get install apt', oldest: '' },
  'dpkg-deb': { remedy: 'apt-get install dpkg', oldest: '' },
  tar: { remedy: 'apt-get install tar', oldest: '' },
  flock: { remedy: 'apt-get install util-linux', oldest: '' },
  unshare: { remedy: 'apt-get install util-linux', oldest: '' },
  nsenter: { remedy: 'apt-get install util-linux', oldest: '' },
  mount: { remedy: 'apt-get install mount', oldest: '' },
};

/**
 * Lists everything that was looked at, with a verdict.
 * @param {HostFacts} facts
 * @returns {Finding[]}
 */
export function evaluate(facts) {
  return [
    ...machine(facts),
    ...kernel(facts),
    ...room(facts),
    ...facts.commands.map((command) => commandFinding(command, facts)),
  ];
}

/**
 * @param {string} what
 * @param {boolean} ok
 * @param {{ found: string, needed: string, remedy: string }} rest
 * @returns {Finding}
 */
function finding(what, ok, rest) {
  return { what, state: ok ? 'ok' : 'missing', ...rest, remedy: ok ? '' : rest.remedy };
}

/**
 * @param {HostFacts} facts
 * @returns {Finding[]}
 */
function machine(facts) {
  const platform = `${facts.platform} ${facts.architecture}`;
  return [
    finding('machine', platform === 'linux x64', {
      found: platform,
      needed: 'linux x64',
      remedy: 'Use a Linux machine with an x86-64 processor, for instance a virtual one.',
    }),
    finding('distribution', facts.pinnedReleases.includes(facts.release), {
      found: `${facts.distribution} ${facts.release}`,
      needed: `Debian ${facts.pinnedReleases.join(' or ')}`,
      remedy: 'Use one of these releases: the lab takes daemons and libraries from its packages, pinned by checksum.',
    }),
    finding('root rights', facts.userId === 0, {
      found: `user ID ${facts.userId}`,
      needed: 'user ID 0',
      remedy:
        'Run it as root, e.g. "sudo -E env PATH=$PATH npm run lab". Namespaces, mounts and firewall rules need it.',
    }),
  ];
}

/**
 * @param {HostFacts} facts
 * @returns {Finding[]}
 */
function kernel(facts) {
  const { kernelOptions: options } = facts;
  const findings = Object.entries(kernelOptions).map(([what, needed]) => {
    const missing = options === undefined ? [] : needed.filter((option) => !['y', 'm'].includes(options[option] ?? ''));
    const remedy = 'Boot a kernel that has them; those of Debian do.';
    const names = needed.map((option) => `CONFIG_${option}`).join(', ');
    return options === undefined
      ? /** @type {Finding} */ ({
          what,
          state: 'unknown',
          found: 'this kernel does not tell its options',
          needed: names,
          remedy: '',
        })
      : finding(what, missing.length === 0, {
          found:
            missing.length === 0
              ? 'all there'
              : `kernel ${facts.kernel} without ${missing.map((option) => `CONFIG_${option}`).join(', ')}`,
          needed: names,
          remedy,
        });
  });
  const controllers = cgroupControllers.filter((name) => !facts.cgroupControllers.includes(name));
  findings.push(
    finding('control groups', controllers.length === 0, {
      found: facts.cgroupControllers.length === 0 ? 'none below /sys/fs/cgroup' : facts.cgroupControllers.join(', '),
      needed: cgroupControllers.join(', '),
      remedy: `Mount them below /sys/fs/cgroup (v1 one by one, or v2): ${controllers.join(', ')}.`,
    }),
  );
  // Without root rights nothing can be tried out, and the lack of root rights is said already.
  if (facts.userId === 0) {
    findings.push(
      finding('permission to make namespaces', facts.namespaceFailure === undefined, {
        found: facts.namespaceFailure ?? 'works',
        needed: '"unshare --pid --fork --mount --net true" succeeds',
        remedy: 'Inside a container, run that container privileged; on a hardened kernel, allow namespaces by sysctl.',
      }),
      finding('permission to mount', facts.overlayFailure === undefined, {
        found: facts.overlayFailure ?? 'works',
        needed: 'an overlay on a tmpfs can be mounted',
        remedy: 'Inside a container, run that container privileged.',
      }),
    );
  }
  return findings;
}

/**
 * @param {HostFacts} facts
 * @returns {Finding[]}
 */
function room(facts) {
  const disk = facts.cacheFilled ? DISK_LATER_BYTES : DISK_FIRST_BYTES;
  const { limit, used } = facts.inotify;
  return [
    finding('memory', facts.memoryBytes >= MEMORY_BYTES, {
      found: gibibytes(facts.memoryBytes),
      needed: `at least ${gibibytes(MEMORY_BYTES)}`,
      remedy: 'Use a machine with 6 GiB or more (8 GiB are comfortable).',
    }),
    finding('disk space', facts.cacheFreeBytes >= disk, {
      found: `${gibibytes(facts.cacheFreeBytes)} free at ${facts.cacheDirectory}`,
      needed: `at least ${gibibytes(disk)}${facts.cacheFilled ? '' : ' for the first run'}`,
      remedy:
        'Make room, or name a directory on a larger disk by XDG_CACHE_HOME (Go has GOPATH and GOCACHE for its own).',
    }),
    finding('inotify instances', limit - used >= INOTIFY_INSTANCES, {
      found: `${limit} a user, of which root has ${used}`,
      needed: `${INOTIFY_INSTANCES} more for three clusters, whose daemons fail with "too many open files" else`,
      remedy: 'End other labs, or allow more: sysctl fs.inotify.max_user_instances=512',
    }),
    finding("file system of the lab's state", facts.stateFileSystem !== 'overlay', {
      found: `${facts.stateFileSystem} at ${facts.stateDirectory}`,
      needed: 'a file system on which overlays can be mounted, such as ext4 or xfs',
      remedy:
        'Name a directory on a disk or volume by MESHWORK_LAB_DIR: overlays on overlays are refused by the kernel.',
    }),
  ];
}

/**
 * @param {import('./types.d.ts').CommandFact} command
 * @param {HostFacts} facts
 * @returns {Finding}
 */
function commandFinding(command, facts) {
  const needs = neededCommands[/** @type {keyof typeof neededCommands} */ (command.name)];
  const needed = needs.oldest === '' ? 'any version' : `${needs.oldest} or newer`;
  if (command.version === undefined) {
    return finding(command.name, false, { found: 'not on PATH', needed, remedy: needs.remedy });
  }
  if (command.name === 'go') {
    return goFinding(command.version, facts);
  }
  const { remedy } = needs;
  return finding(command.name, isAtLeast(command.version, needs.oldest), { found: command.version, needed, remedy });
}

/**
 * From 1.21 on Go downloads the toolchain that go.work names, if it may.
 * @param {string} version
 * @param {HostFacts} facts
 * @returns {Finding}
 */
function goFinding(version, facts) {
  const mayDownload = isAtLeast(version, neededCommands.go.oldest) && facts.goToolchainSetting !== 'local';
  return finding('go', isAtLeast(version, facts.goNeeded) || mayDownload, {
    found: facts.goToolchainSetting === 'local' ? `${version} with GOTOOLCHAIN=local` : version,
    needed: `${facts.goNeeded} or newer, or ${neededCommands.go.oldest} or newer with leave to download it`,
    remedy:
      facts.goToolchainSetting === 'local'
        ? 'Allow the download with "go env -w GOTOOLCHAIN=auto", or install that version.'
        : goRemedy,
  });
}

/**
 * Compares dotted versions number by number; text around the first number is ignored.
 * @param {string} version
 * @param {string} oldest
 */
export function isAtLeast(version, oldest) {
  const numbers = (/** @type {string} */ text) => (/\d+(\.\d+)*/.exec(text)?.[0] ?? '').split('.').map(Number);
  const [found, wanted] = [numbers(version), numbers(oldest)];
  for (let index = 0; index < wanted.length; index++) {
    const difference = (found[index] ?? 0) - (wanted[index] ?? 0);
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}

/** @param {number} bytes */
function gibibytes(bytes) {
  return `${(bytes / GIBIBYTE).toFixed(1)} GiB`;
}
