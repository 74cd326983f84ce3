#!/bin/sh
# Gives a node a mount namespace of its own and holds it open, inside the lab: node.sh DIRECTORY STATE_DIRECTORY DNS_ADDRESS
# A process holds it and not a file: a kernel may refuse to mount a namespace on a file, depending on the processor it was made on.
# kubelet and containerd use fixed places below /var and /run; there a node has its own. They are made on an overlay, so that
# not even an empty directory is left on the machine.
set -eu
exec unshare --mount -- sh -eu -c '
  node=$1 state=$2 dns=$3
  mkdir -p "$node/kubelet" "$node/cni" "$node/log"

  # Held open under other names while what is on their path is replaced.
  mount -t tmpfs -o mode=755 meshwork /run
  mkdir /run/node /run/state /run/changes /run/work /run/etc /run/etc-work
  mount --bind "$node" /run/node
  mount --bind "$state" /run/state
  mount -t overlay -o lowerdir=/var/lib,upperdir=/run/changes,workdir=/run/work meshwork /var/lib
  mkdir -p /var/lib/kubelet /var/lib/cni
  mount --bind /run/node/kubelet /var/lib/kubelet
  mount --bind /run/node/cni /var/lib/cni
  mount --bind /run/node/log /var/log
  case "$state" in
    /var/lib/*) mount --bind /run/state "$state" ;;
  esac

  # The API server calls webhooks by names that only the lab knows. The file may be a link to a place below /run.
  mount -t overlay -o lowerdir=/etc,upperdir=/run/etc,workdir=/run/etc-work meshwork /etc
  rm -f /etc/resolv.conf
  echo "nameserver $dns" >/etc/resolv.conf

  mount -t tmpfs -o mode=755 meshwork /run
  mkdir /run/netns /run/lock
  # Volumes with mount propagation need a shared root.
  mount --make-rshared /
  echo ready
  exec sleep infinity </dev/null >/dev/null 2>&1
' node.sh "$1" "$2" "$3"
