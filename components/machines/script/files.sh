# Whether `put` changed something since it was last set to no.
CHANGED=no

# Writes a file for the proxy, in one go, if it is not as it should be.
put() {
  local path=$1 mode=$2 text=$3
  # The x keeps the line ends that the shell would strip.
  [ -e "$path" ] && [ "$(cat "$path" && echo x)" = "${text}x" ] && return
  printf '%s' "$text" >"$path.new" || fail "$path.new cannot be written."
  chmod "$mode" "$path.new" || fail "$path.new cannot be made readable for the proxy."
  chown istio-proxy:istio-proxy "$path.new" || fail "$path.new cannot be given to istio-proxy."
  mv -f "$path.new" "$path" || fail "$path cannot be written."
  CHANGED=yes
}

write_files() {
  STEP=files
  local directory
  for directory in /var/lib/istio/envoy /etc/istio/config /etc/istio/proxy /etc/certs /etc/istio-bootstrap /var/log/istio; do
    install -d -m 0755 "$directory" || fail "$directory cannot be made."
    chown istio-proxy:istio-proxy "$directory"
  done
  chmod 0700 /etc/istio-bootstrap
  # The proxy reads these when it starts.
  CHANGED=no
  put /var/lib/istio/envoy/cluster.env 0644 "$CLUSTER_ENV"
  put /etc/istio/config/mesh 0644 "$MESH_CONFIG"
  [ "$CHANGED" = no ] || RESTART=yes
  # And these at each handshake. The key comes first: a certificate without its key would be refused, a key before its certificate is tried again.
  put /etc/istio-bootstrap/key.pem 0400 "$CERTIFICATE_KEY"
  put /etc/istio-bootstrap/cert-chain.pem 0444 "$CERTIFICATE_CHAIN"
  put /etc/istio-bootstrap/root-cert.pem 0444 "$ROOT_CERTIFICATES"
  put /etc/certs/root-cert.pem 0444 "$ROOT_CERTIFICATES"
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
