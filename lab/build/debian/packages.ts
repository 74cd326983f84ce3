/** Packages that are unpacked together into one root. */
export interface PackageSet {
  readonly name: string;
  /** What is asked for; dependencies follow. */
  readonly roots: readonly string[];
  /**
   * Dependencies that are left out, with all that only they need: because the machine itself has them, or because only
   * maintainer scripts use them, and those never run here.
   */
  readonly leftOut: readonly string[];
  /** Name of an earlier set that this one is used with. The packages of that set are left out of this one. */
  readonly beside?: string;
}

/** Used by maintainer scripts only: users and groups, questions, alternatives, start of services. */
const forMaintainerScripts = [
  'adduser',
  'debconf',
  'dpkg',
  'init-system-helpers',
  'netbase',
  'openssl',
  'passwd',
  'perl-base',
  'perl',
  'libcap2-bin',
  'tar',
];

/** Essential on every Debian machine. Mixing another C library with the machine's own loader would break programs. */
const onEveryMachine = ['libc6', 'libgcc-s1', 'libcrypt1'];

/** Daemons and tools that the lab runs on the machine. */
export const hostPackages: PackageSet = {
  name: 'host',
  roots: [
    'containerd',
    'runc',
    'containernetworking-plugins',
    'nftables',
    'iptables',
    'conntrack',
    'iproute2',
    'tini',
    'patchelf', // runs once, when the packages are unpacked: see unpack.ts
  ],
  leftOut: [...forMaintainerScripts, ...onEveryMachine],
};

/** What the proxy's image holds beside Envoy and pilot-agent: the C library for Envoy, iptables for the init container, a shell for people. */
export const proxyPackages: PackageSet = {
  name: 'proxy',
  roots: ['libc6', 'iptables', 'ca-certificates', 'busybox-static'],
  leftOut: forMaintainerScripts,
};

/** The packages of a virtual machine: those of every Debian, systemd, an SSH server, and those that Istio's package for machines depends on. */
export const machinePackages: PackageSet = {
  name: 'machine',
  roots: [
    '?essential', // apt's pattern for the packages that every Debian has
    'systemd',
    'systemd-sysv',
    'dbus',
    'openssh-server',
    'sudo',
    'iptables',
    'iproute2',
    'hostname',
    'curl',
    'ca-certificates',
  ],
  leftOut: [],
};

/** systemd-nspawn, which boots machines. It uses the libraries of the machine set. */
export const bootPackages: PackageSet = {
  name: 'boot',
  roots: ['systemd-container'],
  leftOut: [],
  beside: machinePackages.name,
};

/** Every set that is pinned. */
export const packageSets: readonly PackageSet[] = [hostPackages, proxyPackages, machinePackages, bootPackages];
