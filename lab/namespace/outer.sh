#!/bin/sh
# Outermost process of a lab: joins the lab's control groups (its arguments) and becomes the unshare whose end ends the lab.
# Standard input goes to inner.sh.
set -eu
inner=$1
shift
for group in "$@"; do
  echo $$ >"$group/cgroup.procs"
done
exec unshare --pid --fork --mount --net --ipc --cgroup --mount-proc --kill-child -- sh "$inner"
