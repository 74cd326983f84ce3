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

# Makes a directory for the proxy.
own_directory() {
  install -d -m "$2" -o istio-proxy -g istio-proxy "$1" || fail "$1 cannot be made."
}

write_files() {
  STEP=files
  local directory
  for directory in /var/lib/istio/envoy /etc/istio/config /etc/istio/proxy /var/log/istio; do own_directory "$directory" 0755; done
  # The proxy reads these when it starts.
  CHANGED=no
  put /var/lib/istio/envoy/cluster.env 0644 "$CLUSTER_ENV"
  put /etc/istio/config/mesh 0644 "$MESH_CONFIG"
  [ "$CHANGED" = no ] || RESTART=yes
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
