# Paths that the package, the proxy or meshwork make or change. Those inside another come after it: /etc/istio may be a link to /var/lib/istio.
PATHS='/var/lib/istio /var/lib/istio/config /var/lib/istio/config/mesh /var/lib/istio/envoy /var/lib/istio/envoy/cluster.env /var/lib/istio/proxy
/etc/istio /etc/istio/config /etc/istio/config/mesh /etc/istio/proxy /etc/istio/proxy/envoy-rev.json /etc/istio/proxy/XDS
/etc/istio-bootstrap /etc/certs /etc/certs/root-cert.pem /etc/certs/key.pem /etc/certs/cert-chain.pem
/srv/istio-vm /etc/systemd/system/istio.service.d
/var/log/istio /var/log/istio/istio.log /var/log/istio/istio.err.log'

# Writes down what is on the machine before it joins, once and before anything changes. Without this record, nothing was changed.
remember() {
  STEP=start
  install -d -m 0700 "$STATE" || fail "$STATE cannot be made."
  [ -e "$STATE/before" ] && return
  rm -rf "$STATE/copies"
  { list_before >"$STATE/before.new" && sync "$STATE/before.new" && mv "$STATE/before.new" "$STATE/before"; } ||
    fail "$STATE/before cannot be written. Is the disk full?"
}

list_before() {
  local path
  for path in $PATHS; do
    if [ -d "$path" ]; then
      stat -c 'directory %a %u:%g %n' "$path" || return
    elif [ -e "$path" ] || [ -L "$path" ]; then
      install -d "$STATE/copies$(dirname "$path")" && cp --archive "$path" "$STATE/copies$path" && echo "file $path" || return
    else
      echo "absent $path" || return
    fi
  done
  # dpkg takes directories away that are empty without the package.
  if [ -d /usr/local/bin ]; then stat -c 'directory %a %u:%g %n' /usr/local/bin || return; fi
  getent passwd istio-proxy >/dev/null || echo user || return
  getent group istio-proxy >/dev/null || echo group || return
}

# Brings everything back that is written down. It may be done again, should it be interrupted.
restore() {
  local kind rest
  while read -r kind rest; do
    case $kind in
      absent) rm -rf "$rest" "$rest.new" || fail "$rest cannot be removed." ;;
      directory) restore_directory "${rest##* }" "${rest%% *}" "$(echo "$rest" | cut -d ' ' -f 2)" ;;
      file) restore_file "$rest" ;;
      user) ! getent passwd istio-proxy >/dev/null || remove_account userdel ;;
      group) ! getent group istio-proxy >/dev/null || remove_account groupdel ;;
    esac
  done <"$STATE/before"
}

# A link to a directory stays as it is, and so do the files of others.
restore_directory() {
  local path=$1 mode=$2 owner=$3
  { install -d "$path" && chown "$owner" "$path" && chmod "$mode" "$path"; } || fail "$path cannot be restored."
}

restore_file() {
  rm -f "$1.new"
  cp --archive --remove-destination "$STATE/copies$1" "$1" || fail "$1 cannot be restored from $STATE/copies$1."
}

remove_account() {
  local output
  output=$("$1" istio-proxy 2>&1) || fail "istio-proxy cannot be removed: $(echo "$output" | last_lines 1)"
}

# Writes down that the proxy has to start anew, before the change for which it has to: a run that is interrupted in between leaves that to the next one.
owe_restart() {
  [ -e "$STATE/restart" ] || : >"$STATE/restart" || fail "$STATE/restart cannot be written."
}
