import assert from 'node:assert/strict';
import type { HostFacts } from '../../../lab/preflight/types';
import { engines } from '../../../package.json';

// The checks are ECMAScript modules, because they run before anything is installed that could translate them.
const loadChecks = () => import('../../../lab/preflight/checks.mjs');
const loadPreflight = () => import('../../../lab/preflight.mjs');
let evaluate: Awaited<ReturnType<typeof loadChecks>>['evaluate'];
let neededCommands: Awaited<ReturnType<typeof loadChecks>>['neededCommands'];
let isAtLeast: Awaited<ReturnType<typeof loadChecks>>['isAtLeast'];
let inWords: Awaited<ReturnType<typeof loadPreflight>>['describe'];

const GIBIBYTE = 2 ** 30;
const options = [
  ...['NAMESPACES', 'PID_NS', 'NET_NS', 'OVERLAY_FS', 'TMPFS', 'VETH', 'BRIDGE', 'NF_TABLES', 'NFT_NAT', 'NFT_MASQ'],
  ...['NFT_CT', 'NFT_COMPAT', 'NETFILTER_XT_MATCH_COMMENT', 'NETFILTER_XT_TARGET_REDIRECT'],
];

const fit: HostFacts = {
  platform: 'linux',
  architecture: 'x64',
  userId: 0,
  distribution: 'debian',
  release: 'bookworm',
  pinnedReleases: ['bookworm'],
  kernel: '6.1.0',
  kernelOptions: Object.fromEntries(options.map((option, index) => [option, index % 2 === 0 ? 'y' : 'm'])),
  namespaceFailure: undefined,
  overlayFailure: undefined,
  cgroupControllers: ['cpu', 'cpuset', 'memory', 'pids', 'io'],
  memoryBytes: 8 * GIBIBYTE,
  inotify: { limit: 128, used: 80 },
  cacheDirectory: '/home/user/.cache/meshwork',
  cacheFreeBytes: 40 * GIBIBYTE,
  cacheFilled: false,
  stateDirectory: '/checkout/.lab',
  stateFileSystem: 'ext4',
  commands: ['node', 'npm', 'go', 'python3', 'unshare'].map((name) => ({
    name,
    version: name === 'node' ? 'v20.19.0' : 'go1.26.8',
  })),
  goToolchainSetting: 'auto',
  goNeeded: '1.26.8',
};

/** The missing things of a machine that differs from a fit one in these facts. */
function missingWith(difference: Partial<HostFacts>): string[] {
  return evaluate({ ...fit, ...difference })
    .filter((finding) => finding.state === 'missing')
    .map((finding) => finding.what);
}

function withCommand(name: string, version: string | undefined): HostFacts['commands'] {
  return fit.commands.map((command) => (command.name === name ? { name, version } : command));
}

describe('preflight', () => {
  before(async () => {
    ({ evaluate, isAtLeast, neededCommands } = await loadChecks());
    ({ describe: inWords } = await loadPreflight());
  });

  it('finds nothing missing on a fit machine', () => {
    assert.deepEqual(missingWith({}), []);
    assert.equal(inWords(evaluate(fit)), '');
  });

  it('names all missing things at once, each with the found and the needed value and a remedy', () => {
    const unfit: Partial<HostFacts> = {
      architecture: 'arm64',
      release: 'trixie',
      userId: 1000,
      cgroupControllers: ['cpu'],
      memoryBytes: 2 * GIBIBYTE,
      inotify: { limit: 128, used: 81 },
      cacheFreeBytes: GIBIBYTE,
      stateFileSystem: 'overlay',
      commands: withCommand('python3', undefined),
    };
    const what = ['machine', 'distribution', 'root rights', 'control groups', 'memory', 'disk space'];
    assert.deepEqual(missingWith(unfit), [...what, 'inotify instances', "file system of the lab's state", 'python3']);
    const text = inWords(evaluate({ ...fit, ...unfit }));
    assert.match(text, /9 things are missing/);
    assert.equal(text.match(/found: {2}\S/g)?.length, 9);
    assert.equal(text.match(/needed: \S/g)?.length, 9);
    assert.equal(text.match(/to do: {2}\S/g)?.length, 9);
  });

  it('names the kernel option that is missing', () => {
    const kernelOptions = Object.fromEntries(
      Object.entries(fit.kernelOptions ?? {}).filter(([name]) => name !== 'NFT_MASQ'),
    );
    const [finding] = evaluate({ ...fit, kernelOptions }).filter((one) => one.state === 'missing');
    assert.equal(finding?.what, 'nftables with NAT');
    assert.match(finding.found, /without CONFIG_NFT_MASQ$/);
  });

  it('does not hold it against a kernel that it does not tell its options', () => {
    const findings = evaluate({ ...fit, kernelOptions: undefined });
    assert.deepEqual([...new Set(findings.map((finding) => finding.state))].sort(), ['ok', 'unknown']);
  });

  it('shows the kernel’s message if namespaces or mounts were refused, but not to users without root rights', () => {
    const refused = { namespaceFailure: 'Operation not permitted', overlayFailure: 'Operation not permitted' };
    assert.deepEqual(missingWith(refused), ['permission to make namespaces', 'permission to mount']);
    assert.deepEqual(missingWith({ ...refused, userId: 1000 }), ['root rights']);
  });

  it('asks for less room once the large builds are in the cache', () => {
    assert.deepEqual(missingWith({ cacheFreeBytes: 5 * GIBIBYTE }), ['disk space']);
    assert.deepEqual(missingWith({ cacheFreeBytes: 5 * GIBIBYTE, cacheFilled: true }), []);
  });

  it('takes an older Go that may download the toolchain, and no other', () => {
    const with_ = (version: string, goToolchainSetting: string): string[] =>
      missingWith({ commands: withCommand('go', version), goToolchainSetting });
    assert.deepEqual(with_('go1.21.0', 'auto'), []);
    assert.deepEqual(with_('go1.26.7', 'local'), ['go']);
    assert.deepEqual(with_('go1.26.8', 'local'), []);
    assert.deepEqual(with_('go1.27.0', 'local'), []);
    assert.deepEqual(with_('go1.19.8', 'auto'), ['go']);
  });

  it('refuses a Node.js that package.json refuses', () => {
    assert.deepEqual(missingWith({ commands: withCommand('node', 'v20.18.3') }), ['node']);
    assert.equal(engines.node, `>=${neededCommands.node.oldest}.0`);
  });

  it('compares versions as numbers', () => {
    assert.ok(isAtLeast('v20.2.0', '20'));
    assert.ok(isAtLeast('go1.100', '1.26.8'));
    assert.ok(!isAtLeast('1.9', '1.26'));
  });
});
