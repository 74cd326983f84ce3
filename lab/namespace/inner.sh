#!/bin/sh
# First process inside a lab's namespaces: gives it directories and control groups of its own, then only reaps orphans.
# Standard input has a line for each hierarchy of control groups: type, mount point, options.
set -eu

# Network namespaces, sockets and the like of the lab are made here, where they end with it and are nobody else's.
mount -t tmpfs -o mode=755 meshwork /run
mkdir /run/netns /run/meshwork /run/lock

# The same hierarchies, but seen from the lab's own group: what kubelet takes for the root is the lab's.
links=$(find /sys/fs/cgroup -maxdepth 1 -type l -printf '%f %l\n')
umount -R /sys/fs/cgroup
mounted_on_root=no
while read -r type directory options; do
  if [ "$directory" != /sys/fs/cgroup ] && [ "$mounted_on_root" = no ]; then
    mount -t tmpfs -o mode=755 meshwork /sys/fs/cgroup
  fi
  mounted_on_root=yes
  mkdir -p "$directory"
  mount -t "$type" ${options:+-o "$options"} "$type" "$directory"
done
# Version 1 has links such as cpu -> cpu,cpuacct.
echo "$links" | while read -r name target; do
  [ -z "$name" ] || ln -s "$target" "/sys/fs/cgroup/$name"
done

ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward

echo ready
exec tini -- sleep infinity </dev/null >/dev/null 2>&1
