# Ends the server, of this run or of an earlier one. What it changed is undone by its unit.
stop_server() {
  systemctl stop "$UNIT.service" 2>/dev/null
  systemctl reset-failed "$UNIT.service" 2>/dev/null
  ! systemctl is-active --quiet "$UNIT.service"
}
