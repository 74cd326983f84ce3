#!/bin/sh
# Makes the mount namespace of a node, inside the lab: node.sh FILE_THAT_KEEPS_IT DIRECTORY STATE_DIRECTORY
# kubelet and containerd use fixed places below /var and /run; there a node has its own. They are made on an overlay, so that
# not even an empty directory is left on the machine.
set -eu
touch "$1"
exec unshare --mount="$1" -- sh -eu -c '
  node=$1 state=$2
  mkdir -p "$node/kubelet" "$node/cni" "$node/log"

  # Held open under other names while what is on their path is replaced.
  mkdir -p /run/meshwork/hold/node /run/meshwork/hold/state /run/meshwork/upper /run/meshwork/hold/lib
  mount --bind "$node" /run/meshwork/hold/node
  mount --bind "$state" /run/meshwork/hold/state
  mount -t tmpfs -o mode=755 meshwork /run/meshwork/upper
  mkdir /run/meshwork/upper/changes /run/meshwork/upper/work
  mount -t overlay -o lowerdir=/var/lib,upperdir=/run/meshwork/upper/changes,workdir=/run/meshwork/upper/work meshwork /var/lib
  mkdir -p /var/lib/kubelet /var/lib/cni
  mount --bind /run/meshwork/hold/node/kubelet /var/lib/kubelet
  mount --bind /run/meshwork/hold/node/cni /var/lib/cni
  mount --bind /run/meshwork/hold/node/log /var/log
  case "$state" in
    /var/lib/*) mount --bind /run/meshwork/hold/state "$state" ;;
  esac
  umount /run/meshwork/hold/node /run/meshwork/hold/state

  mount -t tmpfs -o mode=755 meshwork /run
  mkdir /run/netns /run/lock
  # Volumes with mount propagation need a shared root.
  mount --make-rshared /
' sh "$2" "$3"
