fail() {
  printf '%s\n' "$*" >&2
  exit 70
}

# Has the proxy take the port, where it takes only those of the group; sets UNDO to the command that takes this back.
UNDO=
take_in() {
  local iptables rule
  [ "$TAKE_IN" = yes ] || return
  iptables=$(command -v "$IPTABLES") || fail "$IPTABLES is not installed, by which the proxy would take port $PORT"
  rule="ISTIO_INBOUND -p tcp --dport $PORT -j ISTIO_IN_REDIRECT"
  # shellcheck disable=SC2086 # The rule is several words.
  "$iptables" -w 5 -t nat -A $rule 2>/dev/null || fail 'the rules of the proxy are not there: does the service istio run?'
  UNDO="$iptables -w 5 -t nat -D $rule"
}

undo() {
  # shellcheck disable=SC2086 # The command is several words.
  [ -z "$UNDO" ] || $UNDO
}

start_server() {
  local tool output
  for tool in systemd-run systemd-socket-activate; do
    command -v "$tool" >/dev/null || fail "$tool is not installed, which is a part of systemd"
  done
  stop_server || fail "the server of an earlier run does not end: see \`systemctl status $UNIT\`"
  if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then fail "port $PORT is in use"; fi
  take_in
  # A manager of services takes $ for a variable of its own.
  output=$(systemd-run --quiet --collect --unit="$UNIT" --description='Server of verify (meshwork)' \
    --property=RuntimeMaxSec="$LIFETIME" --property=DynamicUser=yes ${UNDO:+--property=ExecStopPost="-+$UNDO"} \
    systemd-socket-activate --accept --inetd --listen="$PORT" bash -c "${ANSWER//\$/\$\$}" 2>&1) ||
    { undo; fail "the server cannot be started: $(tail -n 1 <<<"$output")"; }
  until (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; do
    systemctl is-active --quiet "$UNIT.service" ||
      fail "the server ended at once: $(journalctl --quiet --no-pager --output=cat --lines=3 --unit="$UNIT.service" | tr '\n' ' ')"
    sleep 0.1
  done
}
