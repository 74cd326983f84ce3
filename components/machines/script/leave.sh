# Undoes everything that is written down as made, whatever of it is there. A machine without such a record was not changed, or has left already.
leave() {
  STEP=leave
  if [ ! -e "$STATE/before" ]; then
    rm -rf "$STATE"
    say 'nothing of meshwork is here'
    return
  fi
  stop_proxy
  write_hosts ''
  STEP=leave
  remove_authority
  [ "$PACKAGE_FORMAT" = installed ] || remove_package
  restore
  timeout "$START_PATIENCE" systemctl daemon-reload
  # The record goes first: a machine with a record and without its copies could not be restored.
  rm -f "$STATE/before"
  rm -rf "$STATE"
  say 'left the mesh'
}

# Stopping the service also takes the proxy's rules out of iptables. A service that is not there is not active.
stop_proxy() {
  timeout "$START_PATIENCE" systemctl disable --now istio >/dev/null 2>&1
  untrack_connection
  ! systemctl is-active --quiet istio || fail "the service istio does not stop. See \`journalctl -u istio\`."
}
