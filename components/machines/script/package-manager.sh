# How long dpkg or rpm may take, and how long they wait for another program that installs packages, in seconds.
PACKAGE_PATIENCE=300
PACKAGE_LOCK_PATIENCE=120

# Runs dpkg or rpm. Sets OUTPUT to what it says if it fails.
package_manager() {
  local code started=$SECONDS waits=no
  while :; do
    OUTPUT=$(DEBIAN_FRONTEND=noninteractive timeout "$PACKAGE_PATIENCE" "$@" 2>&1 </dev/null) && return
    code=$?
    OUTPUT=$(echo "$OUTPUT" | last_lines 3)
    [ "$code" -ne 124 ] || OUTPUT="$1 had not ended after $PACKAGE_PATIENCE s. $OUTPUT"
    case $OUTPUT in *'locked by another process'*) ;; *) return 1 ;; esac
    [ $((SECONDS - started)) -lt "$PACKAGE_LOCK_PATIENCE" ] || return 1
    [ "$waits" = yes ] || say 'another program installs packages: waiting for it'
    waits=yes
    sleep 1
  done
}

# The state of istio-sidecar in the words of dpkg; nothing if it is not there at all.
package_state() {
  if [ -x /usr/bin/dpkg-query ]; then
    # shellcheck disable=SC2016 # The braces are for dpkg-query.
    dpkg-query --show --showformat '${db:Status-Status}' istio-sidecar 2>/dev/null
  elif command -v rpm >/dev/null; then
    rpm --query istio-sidecar >/dev/null 2>&1 && echo installed
  fi
}
