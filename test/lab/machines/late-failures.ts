import { strict as assert } from 'node:assert';
import { sudo } from './failure-causes';
import { fileSystem } from './file-system';
import { succeed } from './machine-server';
import { killedBefore, runScript, withVariable } from './script-run';
import type { Interrupted } from './interruptions';

/** Something that goes wrong once the package is there. */
interface LateFailure {
  readonly title: string;
  readonly make: string;
  readonly mend: string;
  /** Changes the script, so that it waits less long. */
  readonly edit?: (script: string) => string;
  readonly error: RegExp;
}

/** A file system of a few pages, which a file fills. */
const FULL = 'mount -t tmpfs -o size=16k tmpfs';
const FILL = 'dd if=/dev/zero bs=1k status=none';

const LATE_FAILURES: readonly LateFailure[] = [
  {
    title: 'has a full disk when its files are written',
    make: `mkdir -p /etc/certs; ${FULL} /etc/certs; ${FILL} of=/etc/certs/others || true`,
    mend: 'umount /etc/certs',
    error: /step "identity": \/etc\/certs\/root-cert\.pem cannot be written: No space left on device\.\n$/,
  },
  {
    title: 'has a full disk when its hosts file is written',
    // The file fills one page, and would need a second one. A mount cannot be replaced by another file.
    make: `cp /etc/hosts /root/hosts
      ${FULL} /mnt
      { cat /etc/hosts; head -c $((4090 - $(stat -c %s /etc/hosts))) /dev/zero | tr '\\0' '#'; } >/mnt/hosts
      ${FILL} of=/mnt/others || true
      mount --bind /mnt/hosts /etc/hosts
      cp /etc/hosts /root/hosts`,
    mend: 'cp /etc/hosts /root/hosts.after; umount /etc/hosts; umount /mnt; cmp /root/hosts /root/hosts.after; rm /root/hosts*',
    error: /step "hosts": \/etc\/hosts cannot be written\. Is the disk full\?\n$/,
  },
  {
    title: 'cannot start the service',
    make: `mkdir -p /run/systemd/system/istio.service.d
      printf '[Service]\\nExecStartPre=/bin/false\\n' >/run/systemd/system/istio.service.d/broken.conf
      systemctl daemon-reload`,
    mend: 'rm -r /run/systemd/system/istio.service.d; systemctl daemon-reload',
    error: /step "service": the service istio does not start: exit-code\. See `journalctl -u istio`\.\n$/,
  },
  {
    title: 'does not reach istiod',
    make: 'ip route add unreachable 10.201.0.0/16',
    mend: 'ip route delete unreachable 10.201.0.0/16',
    edit: (script) => withVariable(script, 'PATIENCE', '5'),
    error:
      /step "connection": the proxy got no config from istiod at \S+ within 5 s\. The last of \/var\/log\/istio\/istio\.log: \S.*\n$/,
  },
];

/** Tests of a machine that fails late while it joins, and joins once the cause is gone. It is in no mesh before and after. */
export function showsLateFailures(about: () => Interrupted): void {
  const MACHINE = 'vm-1';

  for (const { edit = (script: string) => script, error, make, mend, title } of LATE_FAILURES)
    it(`is named, with the cause, and joins once that is gone: ${title}`, async () => {
      const { lab, script } = about();
      // The record of what there was before comes first, so that what the cause needs is not taken for that.
      await runScript(lab, MACHINE, 'join', killedBefore(script(MACHINE), 'install_package'));
      await sudo(lab, MACHINE, make);
      const failed = await runScript(lab, MACHINE, 'join', edit(script(MACHINE)));
      await sudo(lab, MACHINE, mend);
      assert.match(failed.stderr, error);
      assert.match(failed.stderr, /^meshwork: machine vm-1: step "/m);
      assert.equal(failed.code, 70);
      await joinAndLeave(about());
    });

  it('keeps the files of others, their owners and their modes', async () => {
    const { lab } = about();
    await sudo(
      lab,
      MACHINE,
      `mkdir -m 0750 /etc/certs; mkdir -p /etc/istio/config /var/log/istio; chown admin /var/log/istio
       for file in /etc/certs/root-cert.pem /etc/certs/mine.pem /etc/istio/notes /etc/istio/config/mine /var/log/istio/istio.log; do
         echo "of others: $file" >$file
       done
       chmod 0640 /etc/certs/*.pem; chown admin /etc/certs/mine.pem`,
    );
    const others = await fileSystem(lab, MACHINE);
    await joinAndLeave({ ...about(), untouched: () => others });
    const kept = await succeed(lab, MACHINE, 'sudo sh -c "cat /etc/certs/root-cert.pem /var/log/istio/istio.log"');
    assert.equal(kept, 'of others: /etc/certs/root-cert.pem\nof others: /var/log/istio/istio.log\n');
    await sudo(lab, MACHINE, 'rm -r /etc/certs /etc/istio /var/log/istio');
    assert.deepEqual(await fileSystem(lab, MACHINE), about().untouched(MACHINE));
  });
  async function joinAndLeave({ lab, script, untouched }: Interrupted): Promise<void> {
    for (const command of ['join', 'leave'] as const) {
      const { code, stderr } = await runScript(lab, MACHINE, command, script(MACHINE));
      assert.equal(code, 0, `${command}: ${stderr}`);
    }
    assert.deepEqual(await fileSystem(lab, MACHINE), untouched(MACHINE));
  }
}
