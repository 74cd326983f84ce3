#!/bin/sh
# Runs a machine until it is powered off: machine.sh NAME INTERFACE ROOT DIRECTORY GROUP...
# INTERFACE is the router's, which leads to the machine. ROOT is what the changes in DIRECTORY are laid over; there are also
# the commands for `ip` that set up both ends of the link. GROUP is the machine's control group in each hierarchy.
set -eu
name=$1
interface=$2
root=$3
directory=$4
shift 4

# A network namespace outlives a reboot; packet filters, routes and settings of a machine do not.
make_network() {
  [ ! -e "/sys/class/net/$interface" ] || ip link delete "$interface"
  [ ! -e "/run/netns/$name" ] || ip netns delete "$name"
  ip netns add "$name"
  ip -batch "$directory/router.ip"
  nsenter --net="/run/netns/$name" -- ip -batch "$directory/machine.ip"
}

# A group that had groups below it takes no processes in version 2, and a new one of cpuset has no processors in version 1.
make_group() {
  [ ! -d "$1/boot" ] || find "$1/boot" -depth -type d -exec rmdir {} \;
  mkdir "$1/boot"
  for file in cpuset.cpus cpuset.mems; do
    [ ! -e "$1/$file" ] || [ -e "$1/cgroup.controllers" ] || cat "$1/$file" >"$1/boot/$file"
  done
}

# In a mount namespace of its own: what is mounted goes away with the machine's last process.
# shellcheck disable=SC2016 # expanded by the inner shell
boot='
  name=$1 root=$2 directory=$3
  shift 3
  for group in "$@"; do
    echo $$ >"$group/boot/cgroup.procs"
  done
  mount -t overlay -o "lowerdir=$root,upperdir=$directory/changes,workdir=$directory/work" meshwork "$directory/root"
  # From inside that network, because /sys shows the interfaces of whoever mounts it.
  exec nsenter --net="/run/netns/$name" -- systemd-nspawn --boot --directory="$directory/root" --machine="$name" \
    --network-namespace-path="/run/netns/$name" --capability=CAP_NET_ADMIN,CAP_NET_RAW --register=no --keep-unit \
    --console=read-only --link-journal=no --resolv-conf=off --timezone=off </dev/null
'

# systemd-nspawn says with this exit code that the machine wants to be started again.
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
