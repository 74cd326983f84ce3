import assert from 'node:assert/strict';
import { cgroupMounts } from '../../../../lab/namespace/cgroup-mounts';

describe('control groups of a machine', () => {
  it('are one hierarchy in version 2', () => {
    const mountinfo =
      '35 24 0:30 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n';
    assert.deepEqual(cgroupMounts(mountinfo), [{ type: 'cgroup2', mountPoint: '/sys/fs/cgroup', options: '' }]);
  });

  it('are one for each set of controllers in version 1', () => {
    const mountinfo = [
      '30 24 0:26 / /sys/fs/cgroup rw,relatime shared:9 - tmpfs tmpfs rw,mode=755',
      '31 30 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct',
      '32 30 0:28 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,release_agent=/lib/x,name=systemd',
      '33 30 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
      '',
    ].join('\n');
    assert.deepEqual(cgroupMounts(mountinfo), [
      { type: 'cgroup', mountPoint: '/sys/fs/cgroup/cpu,cpuacct', options: 'cpu,cpuacct' },
      { type: 'cgroup', mountPoint: '/sys/fs/cgroup/systemd', options: 'none,name=systemd' },
      { type: 'cgroup2', mountPoint: '/sys/fs/cgroup/unified', options: '' },
    ]);
  });

  it('of other places are not touched', () => {
    const mountinfo = '40 24 0:30 / /var/lib/x/sys/fs/cgroup rw - cgroup2 cgroup2 rw\n';
    assert.deepEqual(cgroupMounts(mountinfo), []);
  });
});
