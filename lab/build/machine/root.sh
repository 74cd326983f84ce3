#!/bin/sh
# Installs Debian packages into a root file system for machines: root.sh ROOT PACKAGES_DIRECTORY
# Runs in namespaces of its own: mounts go away with it, and maintainer scripts find neither other processes nor a network.
set -eu
root=$1
packages=$2

# Debian keeps all programs below /usr. dpkg needs these links before the first package is unpacked.
mkdir -p "$root/usr/bin" "$root/usr/sbin" "$root/usr/lib" "$root/usr/lib64"
for name in bin sbin lib lib64; do
  ln -s "usr/$name" "$root/$name"
done
# Machines need no documents, and each file costs time.
mkdir -p "$root/etc/dpkg/dpkg.cfg.d"
for name in doc man info locale lintian bug; do
  echo "path-exclude=/usr/share/$name/*"
done >"$root/etc/dpkg/dpkg.cfg.d/without-documents"

# First all files are unpacked, because dpkg and the programs of maintainer scripts are among them. Then dpkg installs all packages.
for file in "$packages"/*.deb; do
  dpkg-deb --fsys-tarfile "$file" | tar --extract --keep-directory-symlink --exclude './usr/share/doc/*' \
    --exclude './usr/share/man/*' --exclude './usr/share/locale/*' --directory "$root"
done
mkdir -p "$root/var/lib/dpkg/info" "$root/packages"
: >"$root/var/lib/dpkg/status"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
mount --bind "$packages" "$root/packages"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
inside() {
  env --ignore-environment PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"
}
# --force-depends, because dpkg unpacks the packages in the order of their names and not of their dependencies.
inside sh -c 'dpkg --force-depends --unpack /packages/*.deb && dpkg --configure --pending' >&2
problems=$(inside dpkg --audit)
if [ -n "$problems" ]; then
  echo "$problems" >&2
  exit 1
fi

echo 'LANG=C.UTF-8' >"$root/etc/default/locale"
# Users log in to this account by key. No account has a password.
inside useradd --create-home --uid 1000 --shell /bin/bash admin
echo 'admin ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/admin"
chmod 440 "$root/etc/sudoers.d/admin"
cat >"$root/etc/ssh/sshd_config.d/lab.conf" <<'END'
HostKey /etc/ssh/ssh_host_ed25519_key
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
END
# Each machine gets a host key and an ID of its own.
rm -f "$root"/etc/ssh/ssh_host_*
: >"$root/etc/machine-id"
# The lab keeps the console's output as the machine's log, so the journal goes there and there is no login.
mkdir -p "$root/etc/systemd/journald.conf.d"
cat >"$root/etc/systemd/journald.conf.d/lab.conf" <<'END'
[Journal]
Storage=persistent
ForwardToConsole=yes
MaxLevelConsole=info
END
mkdir -p "$root/etc/systemd/system.conf.d"
cat >"$root/etc/systemd/system.conf.d/lab.conf" <<'END'
[Manager]
ShowStatus=no
END
inside systemctl mask console-getty.service getty.target >&2
# Machines reach no package archive.
inside systemctl disable apt-daily.timer apt-daily-upgrade.timer >&2
umount --recursive "$root/dev" "$root/proc" "$root/packages"
rmdir "$root/packages"
rm -f "$root/usr/sbin/policy-rc.d"
