# Paths that the package or meshwork makes.
PATHS='/var/lib/istio /etc/istio /etc/istio-bootstrap /etc/certs /var/log/istio /srv/istio-vm /etc/systemd/system/istio.service.d'

# Writes down, once, what was not there before: it goes when the machine leaves.
remember() {
  STEP=start
  install -d -m 0700 "$STATE" || fail "$STATE cannot be made."
  [ -e "$STATE/joined" ] && return
  local path
  for path in $PATHS; do
    [ -e "$path" ] || [ -L "$path" ] || echo "$path"
  done >"$STATE/absent.new"
  getent passwd istio-proxy >/dev/null || echo user >>"$STATE/absent.new"
  getent group istio-proxy >/dev/null || echo group >>"$STATE/absent.new"
  mv "$STATE/absent.new" "$STATE/absent"
  touch "$STATE/joined"
}

download() {
  if command -v curl >/dev/null; then
    curl -fsSL --retry 3 --connect-timeout 15 -o "$2" "$1" 2>&1
  elif command -v wget >/dev/null; then
    wget -nv --tries=3 --timeout=15 -O "$2" "$1" 2>&1
  else
    echo 'neither curl nor wget is installed'
    return 1
  fi
}

install_package() {
  STEP=package
  if [ "$PACKAGE_FORMAT" = installed ]; then
    [ -x /usr/local/bin/pilot-agent ] || fail 'config says that istio-sidecar is installed, and /usr/local/bin/pilot-agent is not there.'
    return
  fi
  [ "$(cat "$STATE/package" 2>/dev/null)" = "$PACKAGE_SHA256" ] && [ -x /usr/local/bin/pilot-agent ] && return
  local file found output
  file="$STATE/istio-sidecar.$PACKAGE_FORMAT"
  rm -f "$STATE/package"
  say "downloading $PACKAGE_URL"
  output=$(download "$PACKAGE_URL" "$file") || {
    rm -f "$file"
    fail "$PACKAGE_URL could not be downloaded: $(echo "$output" | tail -n 2 | tr '\n' ' ')"
  }
  found=$(sha256sum "$file" | cut -d ' ' -f 1)
  [ "$found" = "$PACKAGE_SHA256" ] || {
    rm -f "$file"
    fail "$PACKAGE_URL has the SHA-256 $found, and config says $PACKAGE_SHA256. Nothing was installed."
  }
  say 'installing istio-sidecar'
  case $PACKAGE_FORMAT in
    deb) output=$(DEBIAN_FRONTEND=noninteractive dpkg --force-confnew --install "$file" 2>&1) ;;
    rpm) output=$(rpm --upgrade --replacepkgs --oldpackage "$file" 2>&1) ;;
  esac || fail "istio-sidecar could not be installed: $(echo "$output" | tail -n 3 | tr '\n' ' ')"
  rm -f "$file"
  echo "$PACKAGE_SHA256" >"$STATE/package"
  RESTART=yes
}

remove_package() {
  local output
  if [ -x /usr/bin/dpkg ] && dpkg -s istio-sidecar >/dev/null 2>&1; then
    output=$(dpkg --purge istio-sidecar 2>&1) || fail "istio-sidecar could not be removed: $(echo "$output" | tail -n 3 | tr '\n' ' ')"
  elif command -v rpm >/dev/null && rpm -q istio-sidecar >/dev/null 2>&1; then
    output=$(rpm --erase istio-sidecar 2>&1) || fail "istio-sidecar could not be removed: $(echo "$output" | tail -n 3 | tr '\n' ' ')"
  fi
}
