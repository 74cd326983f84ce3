/** Where programs and libraries are inside the unpacked packages; the lab calls programs by the names on the left. */
export const hostPrograms: Readonly<Record<string, string>> = {
  containerd: 'usr/bin/containerd',
  'containerd-shim-runc-v2': 'usr/bin/containerd-shim-runc-v2',
  ctr: 'usr/bin/ctr',
  runc: 'usr/sbin/runc',
  nft: 'usr/sbin/nft',
  conntrack: 'usr/sbin/conntrack',
  ip: 'bin/ip',
  ss: 'bin/ss',
  tc: 'sbin/tc',
  bridge: 'sbin/bridge',
  tini: 'usr/bin/tini-static',
};

/** Programs that load modules of their own at run time: where those are is said by a variable, so each is a small script. */
export const iptablesPrograms: Readonly<Record<string, string>> = Object.fromEntries(
  ['iptables', 'ip6tables'].flatMap((family) =>
    ['', '-save', '-restore'].map((form) => [`${family}${form}`, `usr/sbin/${family}-nft${form}`]),
  ),
);

/** Library directories, in the order in which they are searched. */
export const libraryDirectories = ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu'];
