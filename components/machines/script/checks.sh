check_system() {
  STEP=system
  [ -d /run/systemd/system ] || fail 'systemd does not run here, and the package istio-sidecar needs it.'
  [ "$PACKAGE_FORMAT" = installed ] && return
  local machine
  case $(uname -m) in
    x86_64) machine=amd64 ;;
    aarch64) machine=arm64 ;;
    *) machine=$(uname -m) ;;
  esac
  [ "$machine" = "$PACKAGE_ARCHITECTURE" ] ||
    fail "the machine is $machine, and the package is for $PACKAGE_ARCHITECTURE. Set sidecar.architecture, and the SHA-256 of that package."
}

# Proofs of identity count from a certain second: a clock that is off makes istiod refuse them without a word about clocks. A few seconds are waited out.
# How far a clock may be behind, in seconds.
TOLERANCE=10

check_clock() {
  STEP=clock
  local now
  now=$(date +%s)
  if [ "$now" -lt "$PROOF_BEGIN" ] && [ $((PROOF_BEGIN - now)) -le "$TOLERANCE" ]; then
    sleep $((PROOF_BEGIN - now))
    now=$(date +%s)
  fi
  [ "$now" -ge "$PROOF_BEGIN" ] ||
    fail "the clock says $(date -u +%FT%TZ), which is $((PROOF_BEGIN - now)) s before the $PROOF of the machine begins. Set the clock, for example with chrony."
  # A machine that has joined needs its token no more (token.sh).
  [ "$PROOF" = token ] || [ "$now" -lt "$PROOF_END" ] ||
    fail "the clock says $(date -u +%FT%TZ), which is $((now - PROOF_END)) s after the end of the certificate of the machine. Set the clock, or run \`pulumi up\` again if it is right."
}

check_foreign() {
  STEP=foreign
  [ -e "$STATE/before" ] && return
  if [ -e /var/lib/istio/envoy/cluster.env ]; then
    fail '/var/lib/istio/envoy/cluster.env is there and not from meshwork: the machine is in another mesh. Take it out of that first.'
  fi
  if [ "$PACKAGE_FORMAT" != installed ] && [ -e /usr/local/bin/pilot-agent ]; then
    fail "another Istio is installed ($(/usr/local/bin/pilot-agent version -s 2>/dev/null || echo 'of an unknown version')). Remove it, or use it with \`sidecar: { installed: true }\`."
  fi
}

# Kibibytes that the package needs while it is being installed: itself, its files, and room for logs.
NEEDED=409600

check_disk() {
  STEP=disk
  [ "$PACKAGE_FORMAT" = installed ] && return
  is_installed && return
  local path free
  for path in /usr/local /var/lib; do
    free=$(df -Pk "$path" | awk 'NR == 2 { print $4 }')
    [ "${free:-0}" -ge "$NEEDED" ] || fail "$path has $((free / 1024)) MiB left, and the package needs $((NEEDED / 1024)) MiB. Make room."
  done
}

check_istiod() {
  STEP=start
  [ -n "$ISTIOD_ADDRESS" ] || fail 'the east-west gateway has no address by which istiod is reached.'
}
