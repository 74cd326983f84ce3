# Undoes everything that is written down as made. A machine without such a record was not touched, or has left already.
leave() {
  STEP=leave
  if [ ! -e "$STATE/joined" ]; then
    say 'nothing of meshwork is here'
    return
  fi
  # Stopping the service also takes the proxy's rules out of iptables.
  systemctl disable --now istio >/dev/null 2>&1
  write_hosts ''
  STEP=leave
  rm -f /var/lib/istio/envoy/cluster.env /etc/istio/config/mesh
  rm -rf /etc/istio-bootstrap
  remove_authority
  [ "$PACKAGE_FORMAT" = installed ] || remove_package
  local path
  while read -r path; do
    case $path in
      user) getent passwd istio-proxy >/dev/null && userdel istio-proxy 2>/dev/null ;;
      group) getent group istio-proxy >/dev/null && groupdel istio-proxy 2>/dev/null ;;
      *) rm -rf "$path" ;;
    esac
  done <"$STATE/absent"
  # dpkg also takes directories that are empty without the package.
  mkdir -p -m 0755 /usr/local/bin
  systemctl daemon-reload
  rm -rf "$STATE"
  say 'left the mesh'
}
