# How long a run waits for another one, in seconds.
TURN_PATIENCE=300

# Runs on one machine take turns. The kernel frees the lock when the last process of a run has ended, however it ended.
take_turn() {
  STEP=lock
  command -v flock >/dev/null || fail 'there is no flock. Install the package util-linux.'
  exec 8>>/run/meshwork.lock || fail '/run/meshwork.lock cannot be opened.'
  flock --nonblock 8 && return
  say 'another run of meshwork is at work here: waiting for it'
  await_turn
}

# That run may bring the proxy's rules, which would cut this SSH connection too. Something has to be sent now and then for the kernel to follow it.
await_turn() {
  local started=$SECONDS
  track_connection
  until flock --timeout 1 8; do
    [ $((SECONDS - started)) -lt "$TURN_PATIENCE" ] ||
      fail "another run of meshwork is still at work here after $TURN_PATIENCE s. \`lslocks\` shows its process at /run/meshwork.lock."
    echo
  done
}
