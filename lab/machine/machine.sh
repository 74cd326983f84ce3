#!/bin/sh
# Runs a machine until it is powered off: machine.sh NAME ROOT DIRECTORY GROUP...
# To be started in the machine's network namespace and in a mount namespace that nothing else is in: its root, ROOT with the
# changes in DIRECTORY laid over it, goes away with the last process. GROUP is its control group in each hierarchy.
set -eu
name=$1
root=$2
directory=$3
shift 3

mount -t overlay -o "lowerdir=$root,upperdir=$directory/changes,workdir=$directory/work" meshwork "$directory/root"

# A group that had groups below it takes no processes in version 2, and a new one of cpuset has no processors in version 1.
make_group() {
  [ ! -d "$1" ] || find "$1" -depth -type d -exec rmdir {} \;
  mkdir "$1"
  for file in cpuset.cpus cpuset.mems; do
    [ ! -e "$1/$file" ] || [ -e "$1/cgroup.controllers" ] || cat "$1/../$file" >"$1/$file"
  done
}

# systemd-nspawn says with this exit code that the machine wants to be started again.
reboot=133
status=$reboot
while [ "$status" = "$reboot" ]; do
  # The network namespace outlives a reboot; packet filters of a machine do not.
  nft flush ruleset
  for group in "$@"; do
    make_group "$group"
  done
  status=0
  sh -c 'until [ "$1" = -- ]; do echo $$ >"$1/cgroup.procs"; shift; done; shift; exec "$@"' sh "$@" -- \
    systemd-nspawn --boot --directory="$directory/root" --machine="$name" --network-namespace-path="/run/netns/$name" \
    --capability=CAP_NET_ADMIN,CAP_NET_RAW --register=no --keep-unit --console=read-only --link-journal=no \
    --resolv-conf=off --timezone=off </dev/null || status=$?
done
exit "$status"
