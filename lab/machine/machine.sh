#!/bin/sh
# Runs a machine until it is powered off: machine.sh NAME INTERFACE ROOT DIRECTORY GROUP...
# INTERFACE is the router's end of the link to the machine. ROOT is the root file system that all machines share. DIRECTORY holds
# the machine's changes to it, and the commands for `ip` that set up both ends of the link. GROUP is the machine's control group
# in one hierarchy.
set -eu
name=$1
interface=$2
root=$3
directory=$4
shift 4

# Each boot has a new network namespace, as a reboot takes packet filters, routes and network settings away.
make_network() {
  [ ! -e "/run/netns/$name" ] || ip netns delete "$name"
  # The kernel takes the link of the boot before away by itself, some time after that machine's last process. /sys may show none, and another may not be made yet.
  tries=0
  while ip link show "$interface" >/dev/null 2>&1 && [ $((tries += 1)) -le 100 ]; do
    ip link delete "$interface" 2>/dev/null || sleep 0.1
  done
  ip netns add "$name"
  ip -batch "$directory/router.ip"
  nsenter --net="/run/netns/$name" -- ip -batch "$directory/machine.ip"
}

# Each boot has a new group. In version 2, a group that handed out controllers takes no processes any more. In version 1, a new
# group of the cpuset hierarchy has no processors.
make_group() {
  [ ! -d "$1/boot" ] || find "$1/boot" -depth -type d -exec rmdir {} \;
  mkdir "$1/boot"
  for file in cpuset.cpus cpuset.mems; do
    [ ! -e "$1/$file" ] || [ -e "$1/cgroup.controllers" ] || cat "$1/$file" >"$1/boot/$file"
  done
}

# The machine has a mount namespace of its own, so that its mounts go away with its last process.
# shellcheck disable=SC2016 # expanded by the inner shell
boot='
  name=$1 root=$2 directory=$3
  shift 3
  for group in "$@"; do
    echo $$ >"$group/boot/cgroup.procs"
  done
  mount -t overlay -o "lowerdir=$root,upperdir=$directory/changes,workdir=$directory/work" meshwork "$directory/root"
  # nsenter, because systemd-nspawn mounts /sys, which shows the interfaces of the process that mounted it.
  exec nsenter --net="/run/netns/$name" -- systemd-nspawn --boot --directory="$directory/root" --machine="$name" \
    --network-namespace-path="/run/netns/$name" --capability=CAP_NET_ADMIN,CAP_NET_RAW --register=no --keep-unit \
    --console=read-only --link-journal=no --resolv-conf=off --timezone=off </dev/null
'

# Exit code of systemd-nspawn when the machine reboots.
reboot=133
status=$reboot
while [ "$status" = "$reboot" ]; do
  make_network
  for group in "$@"; do
    make_group "$group"
  done
  status=0
  unshare --mount -- sh -eu -c "$boot" machine.sh "$name" "$root" "$directory" "$@" || status=$?
done
exit "$status"
