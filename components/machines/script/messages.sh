set -u
umask 077
# Messages of programs are shown, and some are looked at.
export LC_ALL=C

# What meshwork did on this machine, so that it can be finished and undone.
STATE=/var/lib/meshwork
STEP=start

say() { printf 'meshwork: machine %s: %s\n' "$MACHINE" "$*"; }

fail() {
  printf 'meshwork: machine %s: step "%s": %s\n' "$MACHINE" "$STEP" "$*" >&2
  exit 70
}

# The last lines of a text as one, for a message.
last_lines() { tail -n "$1" | tr '\n' ' ' | sed 's/ *$//'; }
