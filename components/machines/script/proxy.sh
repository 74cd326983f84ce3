# How long the proxy may take to get its config from istiod, in seconds.
PATIENCE=120

# Whether the agent says that the proxy has its config. It answers on a port of its own, so no tool is needed for it.
is_ready() {
  local status
  exec 9<>/dev/tcp/127.0.0.1/15021 || return 1
  printf 'GET /healthz/ready HTTP/1.0\r\n\r\n' >&9
  IFS= read -r -t 5 status <&9
  exec 9>&-
  case ${status:-} in *' 200 '*) return 0 ;; *) return 1 ;; esac
}

start_proxy() {
  STEP=service
  local output started
  output=$(systemctl enable istio 2>&1) || fail "the service istio cannot be enabled: $(echo "$output" | tail -n 1)"
  if [ "$RESTART" = yes ]; then
    say 'starting the proxy'
    systemctl restart istio || fail "the service istio does not start: $(systemctl show -p Result --value istio). See \`journalctl -u istio\`."
  else
    systemctl start istio || fail "the service istio does not start: $(systemctl show -p Result --value istio). See \`journalctl -u istio\`."
  fi
  STEP=connection
  started=$SECONDS
  until is_ready 2>/dev/null; do
    [ $((SECONDS - started)) -lt "$PATIENCE" ] ||
      fail "the proxy got no config from istiod at $ISTIOD_ADDRESS within $PATIENCE s. The last of /var/log/istio/istio.log: $(tail -n 2 /var/log/istio/istio.log 2>/dev/null | tr '\n' ' ')"
    [ $(((SECONDS - started) % 15)) -ne 14 ] || say "waiting for the proxy to hear from istiod ($((SECONDS - started)) s)"
    sleep 1
  done
  say 'the proxy is connected'
}
