fail() {
  printf '%s\n' "$*" >&2
  exit 70
}

# The program for the table that holds the proxy's rules: a machine may have two kinds of tables. Its family is empty for IPv4, and 6 for IPv6.
rules_program() {
  local program
  for program in "ip${FAMILY}tables" "ip${FAMILY}tables-legacy" "ip${FAMILY}tables-nft"; do
    program=$(command -v "$program") || continue
    "$program" -w 5 -t nat -S ISTIO_INBOUND >/dev/null 2>&1 || continue
    echo "$program"
    return
  done
  return 1
}

# Has the proxy take the port, where it takes only those of the group; sets UNDO to the command that takes this back.
UNDO=
take_in() {
  local program rule
  [ "$TAKE_IN" = yes ] || return
  program=$(rules_program) || fail 'the rules by which the proxy takes connections are not there: does the service istio run?'
  rule="ISTIO_INBOUND -p tcp --dport $PORT -j ISTIO_IN_REDIRECT"
  # shellcheck disable=SC2086 # The rule is several words.
  "$program" -w 5 -t nat -A $rule || fail "the proxy cannot be made to take port $PORT"
  UNDO="$program -w 5 -t nat -D $rule"
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
