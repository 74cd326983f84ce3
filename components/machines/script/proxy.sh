# How long the service may take to run, and then the proxy to get its config from istiod, in seconds.
START_PATIENCE=90
PATIENCE=120

# Whether the agent says that the proxy has its config. It answers on a port of its own, so no tool is needed for it.
is_ready() {
  local status
  exec 9<>/dev/tcp/127.0.0.1/15021 || return 1
  printf 'GET /healthz/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&9
  IFS= read -r -t 5 status <&9
  exec 9>&-
  case ${status:-} in *' 200 '*) return 0 ;; *) return 1 ;; esac
}

# A rule that changes nothing: it counts packets of connections that the kernel follows, and by that has the kernel follow them. A rule without a condition on
# the state of connections would not.
TRACK='OUTPUT -p tcp -m conntrack --ctstate ESTABLISHED -m comment --comment meshwork'

# Has the kernel know this SSH connection before the proxy's rules come. Without it, the next packet of the SSH server would look like the first of a new
# connection, be led to the proxy, and the connection would hang.
track_connection() {
  local tries=0
  # shellcheck disable=SC2086 # The rule is several words.
  iptables -w 5 -I $TRACK 2>/dev/null || return
  trap untrack_connection EXIT
  until [ "$(iptables -w 5 -L OUTPUT -v -n -x 2>/dev/null | awk '/meshwork/ { print $1 }')" != 0 ] || [ $((tries += 1)) -gt 50 ]; do
    # The connection is established for the kernel once a packet of each side has passed.
    echo
    sleep 0.1
  done
}

# Also for a run that was killed before it took the rule away.
untrack_connection() {
  # shellcheck disable=SC2086 # The rule is several words.
  while iptables -w 5 -D $TRACK 2>/dev/null; do :; done
}

restart_service() {
  local started=$SECONDS
  say 'starting the proxy'
  # The package or config may have changed the unit.
  timeout "$START_PATIENCE" systemctl daemon-reload || fail 'systemd does not read its units again.'
  track_connection
  timeout "$START_PATIENCE" systemctl restart istio ||
    fail "the service istio does not start: $(systemctl show -p Result --value istio). See \`journalctl -u istio\`."
  # The rules are there once the agent runs.
  until systemctl is-active --quiet istio; do
    [ $((SECONDS - started)) -lt "$START_PATIENCE" ] ||
      fail "the service istio does not run $START_PATIENCE s after its start: $(systemctl show -p Result --value istio). See \`journalctl -u istio\`."
    sleep 0.1
  done
  rm -f "$STATE/restart"
}

await_config() {
  STEP=connection
  local started=$SECONDS
  until is_ready 2>/dev/null; do
    [ $((SECONDS - started)) -lt "$PATIENCE" ] ||
      fail "the proxy got no config from istiod at $ISTIOD_ADDRESS within $PATIENCE s. The last of /var/log/istio/istio.log: $(last_lines 2 </var/log/istio/istio.log 2>/dev/null)"
    [ $(((SECONDS - started) % 15)) -ne 14 ] || say "waiting for the proxy to hear from istiod ($((SECONDS - started)) s)"
    sleep 1
  done
}

start_proxy() {
  STEP=service
  local output
  untrack_connection
  output=$(timeout "$START_PATIENCE" systemctl enable istio 2>&1) || fail "the service istio cannot be enabled: $(echo "$output" | last_lines 1)"
  if [ -e "$STATE/restart" ] || ! systemctl is-active --quiet istio; then restart_service; fi
  await_config
  say 'the proxy is connected'
}
