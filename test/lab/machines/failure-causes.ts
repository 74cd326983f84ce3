import { generateKeyPairSync } from 'node:crypto';
import type { Lab } from '../../../lab/lab';
import { succeed } from './machine-server';
import type { MachinesOverlay } from './overlay';

/** Causes of failures are made on these. */
export interface Place {
  readonly lab: Lab;
  readonly overlay: MachinesOverlay;
  readonly machine: string;
}

/** Something that keeps a machine from joining. */
export interface FailureCause {
  readonly title: string;
  /** Makes the cause; changes of the overlay are taken back by themselves. */
  readonly make: (place: Place) => Promise<void> | void;
  /** Takes it away. */
  readonly mend?: (place: Place) => Promise<unknown>;
  /** The error that a person sees. */
  readonly error: RegExp;
}

/** Causes that keep SSH from the machine, or the script from root. */
export const ACCESS_FAILURES = {
  hostKey: {
    title: 'has another host key',
    make: async ({ lab, machine, overlay }) => {
      const { machines } = await lab.machines();
      const other = Object.entries(machines).find(([name]) => name !== machine)?.[1].hostKey ?? '';
      overlay.change(machine, (before) => ({ ...before, ssh: { ...before.ssh, hostKey: other } }));
    },
    error: /after 5 failed attempts: ssh: handshake failed: ssh: host key mismatch/,
  },
  unreachable: {
    title: 'is not reached',
    make: ({ lab, machine }) => route(lab, machine, 'add'),
    mend: ({ lab, machine }) => route(lab, machine, 'delete'),
    error: /after 5 failed attempts: dial tcp 10\.0\.5\d\.2:22: connect: no route to host/,
  },
  user: {
    title: 'does not know the user',
    make: ({ machine, overlay }) =>
      overlay.change(machine, (before) => ({ ...before, ssh: { ...before.ssh, user: 'stranger' } })),
    error: /after 5 failed attempts: ssh: handshake failed: ssh: unable to authenticate/,
  },
  key: {
    title: 'does not accept the key',
    make: ({ machine, overlay }) => {
      const { privateKey } = generateKeyPairSync('ed25519');
      overlay.giveKey(machine, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    },
    error: /after 5 failed attempts: ssh: handshake failed: ssh: unable to authenticate/,
  },
  sudoWithPassword: {
    title: 'asks for a password for sudo',
    make: ({ lab, machine }) =>
      sudo(
        lab,
        machine,
        `printf '#!/bin/sh\\nmv /root/admin /etc/sudoers.d/admin\\nrm /usr/local/sbin/mend\\n' >/usr/local/sbin/mend
         chmod 755 /usr/local/sbin/mend
         cp --archive /etc/sudoers.d/admin /root/admin
         echo 'admin ALL=(ALL) NOPASSWD: /usr/local/sbin/mend' >/etc/sudoers.d/admin`,
      ),
    mend: ({ lab, machine }) => succeed(lab, machine, 'sudo mend'),
    error:
      /step "privileges": user admin may not use sudo without a password\. Allow it in \/etc\/sudoers\.d, or name another user in ssh\.user\.\n/,
  },
  noSudo: {
    title: 'has no sudo',
    make: ({ lab, machine }) => sudo(lab, machine, 'mv /usr/bin/sudo /usr/bin/sudo.kept'),
    mend: ({ lab, machine }) => succeed(lab, machine, 'sudo.kept mv /usr/bin/sudo.kept /usr/bin/sudo'),
    error: /step "privileges": user admin is not root, and there is no sudo\.\n/,
  },
} satisfies Readonly<Record<string, FailureCause>>;

/** Causes that the script finds before it changes anything. */
export const CHECKED_FAILURES = {
  noSystemd: {
    title: 'does not run systemd',
    // systemd hides the place by which programs know that it runs; it cannot be stopped without the machine.
    make: ({ lab, machine }) => sudo(lab, machine, 'mount -t tmpfs tmpfs /run/systemd'),
    mend: ({ lab, machine }) => sudo(lab, machine, 'umount /run/systemd'),
    error: /step "system": systemd does not run here, and the package istio-sidecar needs it\.\n/,
  },
  architecture: {
    title: 'is of another architecture than the package',
    make: ({ machine, overlay }) =>
      overlay.change(machine, (before) => ({ ...before, sidecar: { ...before.sidecar, architecture: 'arm64' } })),
    error:
      /step "system": the machine is amd64, and the package is for arm64\. Set sidecar\.architecture, and the SHA-256 of that package\.\n/,
  },
  clockBehind: {
    title: 'has a clock that is behind',
    make: ({ lab, machine }) => setClock(lab, machine, '2 days ago'),
    mend: ({ lab, machine }) => sudo(lab, machine, 'rm /usr/local/sbin/date'),
    error:
      /step "clock": the clock says \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, which is 17[23]\d{3} s before the certificate of the machine begins\. Set the clock, for example with chrony\.\n/,
  },
  clockAhead: {
    title: 'has a clock that is ahead',
    make: ({ lab, machine }) => setClock(lab, machine, '90 days'),
    mend: ({ lab, machine }) => sudo(lab, machine, 'rm /usr/local/sbin/date'),
    error:
      /step "clock": the clock says \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, which is 259\d{4} s after the end of the certificate of the machine\. Set the clock, or run `pulumi up` again if it is right\.\n/,
  },
  otherIstio: {
    title: 'has another Istio',
    make: ({ lab, machine }) =>
      sudo(
        lab,
        machine,
        `printf '#!/bin/sh\\necho 1.20.0\\n' >/usr/local/bin/pilot-agent; chmod 755 /usr/local/bin/pilot-agent`,
      ),
    mend: ({ lab, machine }) => sudo(lab, machine, 'rm /usr/local/bin/pilot-agent'),
    error:
      /step "foreign": another Istio is installed \(1\.20\.0\)\. Remove it, or use it with `sidecar: \{ installed: true \}`\.\n/,
  },
  otherMesh: {
    title: 'is in another mesh',
    make: ({ lab, machine }) =>
      sudo(lab, machine, 'mkdir -p /var/lib/istio/envoy; touch /var/lib/istio/envoy/cluster.env'),
    mend: ({ lab, machine }) => sudo(lab, machine, 'rm -r /var/lib/istio'),
    error:
      /step "foreign": \/var\/lib\/istio\/envoy\/cluster\.env is there and not from meshwork: the machine is in another mesh\. Take it out of that first\.\n/,
  },
  diskFull: {
    title: 'has no room for the package',
    make: ({ lab, machine }) => sudo(lab, machine, 'mount -t tmpfs -o size=64m tmpfs /usr/local'),
    mend: ({ lab, machine }) => sudo(lab, machine, 'umount /usr/local'),
    error: /step "disk": \/usr\/local has 64 MiB left, and the package needs 400 MiB\. Make room\.\n/,
  },
} satisfies Readonly<Record<string, FailureCause>>;

/** Causes that lie in the package. */
export const PACKAGE_FAILURES = {
  checksum: {
    title: 'gets a package with another checksum',
    make: ({ machine, overlay }) =>
      overlay.change(machine, (before) => ({ ...before, sidecar: { ...before.sidecar, sha256: 'ab'.repeat(32) } })),
    error: new RegExp(
      `step "package": http://\\S+/istio-sidecar\\.deb has the SHA-256 [0-9a-f]{64}, and config says ${'ab'.repeat(32)}\\. Nothing was installed\\.\\n`,
    ),
  },
  missing: {
    title: 'finds no package at the URL',
    make: ({ machine, overlay }) =>
      overlay.change(machine, (before) => ({
        ...before,
        sidecar: { ...before.sidecar, url: 'http://10.0.0.1/elsewhere.deb' },
      })),
    error:
      /step "package": http:\/\/10\.0\.0\.1\/elsewhere\.deb could not be downloaded: curl: \(22\) The requested URL returned error: 404\n/,
  },
  notInstalled: {
    title: 'has no package, and config says that it has',
    make: ({ machine, overlay }) => overlay.change(machine, (before) => ({ ...before, sidecar: { installed: true } })),
    error:
      /step "package": config says that istio-sidecar is installed, and \/usr\/local\/bin\/pilot-agent is not there\.\n/,
  },
} satisfies Readonly<Record<string, FailureCause>>;

/** Runs a script as root of a machine. */
export async function sudo(lab: Lab, machine: string, script: string): Promise<void> {
  await succeed(lab, machine, 'sudo sh -eu', script);
}

/** Has the router of the lab refuse everything for a machine, or not any more. */
async function route(lab: Lab, machine: string, change: 'add' | 'delete'): Promise<void> {
  const { address = '' } = (await lab.machines()).machines[machine] ?? {};
  await lab.run(['ip', 'route', change, 'unreachable', address]);
}

/** All machines of a lab have the clock of its computer: the one that the script asks gets another time. */
async function setClock(lab: Lab, machine: string, time: string): Promise<void> {
  await sudo(
    lab,
    machine,
    `printf '#!/bin/sh\\nexec /usr/bin/date --date "${time}" "$@"\\n' >/usr/local/sbin/date; chmod 755 /usr/local/sbin/date`,
  );
}
