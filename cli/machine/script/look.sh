# Tells about the services of the proxy and of verify, and the last of the proxy's log.
look() {
  local unit
  for unit in istio "$UNIT"; do
    printf 'service %s is %s\n' "$unit" "$(systemctl is-active "$unit.service")"
  done
  tail -n 3 /var/log/istio/istio.log 2>/dev/null | sed 's/^/istio.log: /'
}
