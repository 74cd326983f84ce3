# How long a download may take, in seconds.
DOWNLOAD_PATIENCE=240

download() {
  if command -v curl >/dev/null; then
    timeout "$DOWNLOAD_PATIENCE" curl -fsSL --retry 3 --connect-timeout 15 -o "$2" "$1" 2>&1
  elif command -v wget >/dev/null; then
    timeout "$DOWNLOAD_PATIENCE" wget -nv --tries=3 --timeout=15 -O "$2" "$1" 2>&1
  else
    echo 'neither curl nor wget is installed'
    return 1
  fi
}

# Whether the package that config names is installed, and wholly.
is_installed() {
  [ "$(cat "$STATE/package" 2>/dev/null)" = "$PACKAGE_SHA256" ] && [ "$(package_state)" = installed ] && [ -x /usr/local/bin/pilot-agent ]
}

install_package() {
  STEP=package
  if [ "$PACKAGE_FORMAT" = installed ]; then
    check_installed
    return
  fi
  is_installed && return
  local file="$STATE/istio-sidecar.$PACKAGE_FORMAT"
  fetch_package "$file"
  say 'installing istio-sidecar'
  owe_restart
  # From here on until it is written again, no package counts as installed. dpkg and rpm mend a package that is installed in part.
  rm -f "$STATE/package"
  case $PACKAGE_FORMAT in
    deb) package_manager dpkg --force-confnew --install "$file" ;;
    rpm) package_manager rpm --upgrade --replacepkgs --oldpackage "$file" ;;
  esac || fail "istio-sidecar could not be installed: $OUTPUT"
  { echo "$PACKAGE_SHA256" >"$STATE/package.new" && mv "$STATE/package.new" "$STATE/package"; } || fail "$STATE/package cannot be written."
  rm -f "$file"
}

# Config says that the package is there.
check_installed() {
  local state
  [ -x /usr/local/bin/pilot-agent ] || fail 'config says that istio-sidecar is installed, and /usr/local/bin/pilot-agent is not there.'
  state=$(package_state)
  case $state in
    '' | installed | not-installed) ;;
    *) fail "config says that istio-sidecar is installed, and dpkg says that it is $state. Run \`dpkg --configure istio-sidecar\`, or install it again." ;;
  esac
}

# Downloads the package to a file, if it has the right checksum.
fetch_package() {
  local found output
  say "downloading $PACKAGE_URL"
  output=$(download "$PACKAGE_URL" "$1") || {
    rm -f "$1"
    fail "$PACKAGE_URL could not be downloaded: $(echo "${output:-it took more than $DOWNLOAD_PATIENCE s}" | last_lines 2)"
  }
  found=$(sha256sum "$1" | cut -d ' ' -f 1)
  [ "$found" = "$PACKAGE_SHA256" ] || {
    rm -f "$1"
    fail "$PACKAGE_URL has the SHA-256 $found, and config says $PACKAGE_SHA256. Nothing was installed."
  }
}

# Files of the package. dpkg knows nothing of them if it was killed while it unpacked the package.
PACKAGE_FILES='/usr/local/bin/envoy /usr/local/bin/pilot-agent /usr/local/bin/istio-start.sh /lib/systemd/system/istio.service'

remove_package() {
  rm -f "$STATE/package"
  case $(package_state) in
    '' | not-installed) ;;
    *)
      if [ -x /usr/bin/dpkg ]; then
        package_manager dpkg --force-remove-reinstreq --purge istio-sidecar
      else
        package_manager rpm --erase istio-sidecar
      fi || fail "istio-sidecar could not be removed: $OUTPUT"
      ;;
  esac
  local file
  for file in $PACKAGE_FILES; do rm -f "$file" "$file.dpkg-new" "$file.dpkg-tmp"; done
  if grep -qx 'Package: istio-sidecar' /var/lib/dpkg/tmp.ci/control 2>/dev/null; then rm -rf /var/lib/dpkg/tmp.ci; fi
}
