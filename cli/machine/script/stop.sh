# Waits until another of these scripts has ended: one whose connection broke may still be at work.
take_turn() {
  exec 9</run
  flock -w 30 9
}

# Ends the server, of this run or of an earlier one. What it changed is undone by its unit.
stop_server() {
  systemctl stop "$UNIT.service" 2>/dev/null
  systemctl reset-failed "$UNIT.service" 2>/dev/null
  ! systemctl is-active --quiet "$UNIT.service"
}
