#!/bin/sh
# Makes a containerd root with images in it: image-store.sh ROOT ARCHIVE...
# Runs in mount and PID namespaces of its own, so that a containerd that hangs or is cut off leaves nothing behind.
set -eu
root=$1
shift
mount -t tmpfs -o mode=755 meshwork /run
cat >/run/config.toml <<END
version = 2
root = "$root"
state = "/run/containerd"
# Only what unpacks images is needed.
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper"]
END
containerd --config /run/config.toml --log-level warn &
until ctr version >/dev/null 2>&1; do
  kill -0 $! || exit 1
  sleep 0.05
done
for archive in "$@"; do
  ctr --namespace k8s.io images import "$archive" >/dev/null
done
kill $!
wait $! || true
