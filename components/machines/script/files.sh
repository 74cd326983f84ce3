# Whether a file has a text, to the last line end.
has() {
  # The x keeps the line ends that the shell would strip.
  [ -f "$1" ] && [ "$(cat "$1" && echo x)" = "${2}x" ]
}

# Writes a text to a new file beside a path.
write_beside() {
  local reason
  reason=$({ printf '%s' "$2" >"$1.new"; } 2>&1 && sync "$1.new" 2>&1) && return
  rm -f "$1.new"
  fail "$1 cannot be written: ${reason##*: }."
}

# Writes a file for the proxy, in one go, if it is not as it should be.
put() {
  local path=$1 mode=$2 text=$3
  has "$path" "$text" && return
  write_beside "$path" "$text"
  chmod "$mode" "$path.new" || fail "$path.new cannot be made readable for the proxy."
  chown istio-proxy:istio-proxy "$path.new" || fail "$path.new cannot be given to istio-proxy."
  mv -f "$path.new" "$path" || fail "$path cannot be written."
}

# Writes a file that the proxy reads when it starts.
put_and_restart() {
  has "$1" "$3" || owe_restart
  put "$@"
}

# Makes a directory for the proxy.
own_directory() {
  install -d -m "$2" -o istio-proxy -g istio-proxy "$1" || fail "$1 cannot be made."
}

write_files() {
  STEP=files
  local directory
  for directory in /var/lib/istio/envoy /etc/istio/config /etc/istio/proxy /var/log/istio; do own_directory "$directory" 0755; done
  put_and_restart /var/lib/istio/envoy/cluster.env 0644 "$CLUSTER_ENV"
  put_and_restart /etc/istio/config/mesh 0644 "$MESH_CONFIG"
}
