# How long a run waits for another one, in seconds.
TURN_PATIENCE=300

# Runs on one machine take turns. The kernel frees the lock when the last process of a run has ended, however it ended.
take_turn() {
  STEP=lock
  command -v flock >/dev/null || fail 'there is no flock. Install the package util-linux.'
  exec 8>>/run/meshwork.lock || fail '/run/meshwork.lock cannot be opened.'
  flock --nonblock 8 && return
  say 'another run of meshwork is at work here: waiting for it'
  flock --timeout "$TURN_PATIENCE" 8 ||
    fail "another run of meshwork is still at work here after $TURN_PATIENCE s. \`lslocks\` shows its process at /run/meshwork.lock."
}
