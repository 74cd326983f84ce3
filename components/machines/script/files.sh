# Writes a file for the proxy, in one go and only if it changes. Prints "changed" if it did.
put() {
  local path=$1 mode=$2 text=$3
  [ -e "$path" ] && [ "$(cat "$path")" = "$text" ] && return
  printf '%s\n' "$text" >"$path.new" || fail "$path.new cannot be written."
  chmod "$mode" "$path.new" && chown istio-proxy:istio-proxy "$path.new" && mv -f "$path.new" "$path" ||
    fail "$path cannot be written."
  echo changed
}

write_files() {
  STEP=files
  local directory
  for directory in /var/lib/istio/envoy /etc/istio/config /etc/istio/proxy /etc/certs /etc/istio-bootstrap /var/log/istio; do
    mkdir -p -m 0755 "$directory" || fail "$directory cannot be made."
    chown istio-proxy:istio-proxy "$directory"
  done
  chmod 0700 /etc/istio-bootstrap
  # The proxy reads these when it starts.
  [ -z "$(put /var/lib/istio/envoy/cluster.env 0644 "$CLUSTER_ENV")" ] || RESTART=yes
  [ -z "$(put /etc/istio/config/mesh 0644 "$MESH_CONFIG")" ] || RESTART=yes
  # And these at each handshake. The key comes first: a certificate without its key would be refused, a key before its certificate is tried again.
  put /etc/istio-bootstrap/key.pem 0400 "$CERTIFICATE_KEY" >/dev/null
  put /etc/istio-bootstrap/cert-chain.pem 0444 "$CERTIFICATE_CHAIN" >/dev/null
  put /etc/istio-bootstrap/root-cert.pem 0444 "$ROOT_CERTIFICATES" >/dev/null
  put /etc/certs/root-cert.pem 0444 "$ROOT_CERTIFICATES" >/dev/null
}

# Replaces meshwork's line of /etc/hosts, or takes it out if there is no new one. The file is written over, because it may be a mount.
write_hosts() {
  STEP=hosts
  local others
  others=$(grep -v ' # meshwork$' /etc/hosts)
  if [ -n "$1" ]; then others=$(printf '%s\n%s # meshwork' "$others" "$1"); fi
  [ "$others" = "$(cat /etc/hosts)" ] && return
  printf '%s\n' "$others" >/etc/hosts || fail '/etc/hosts cannot be written.'
  RESTART=yes
}
