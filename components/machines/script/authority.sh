# Where a machine with an authority of its own keeps the certificate that it shows in calls. The agent looks below its working directory, and misses the second new
# file below a /var/run that is a link; a directory there would also be empty after a reboot. So it works in a directory in which only var/run/secrets is not a link.
WORKING_DIRECTORY=/srv/istio-vm
OWN_CREDENTIALS=$WORKING_DIRECTORY/var/run/secrets/workload-spiffe-credentials
DROP_IN=/etc/systemd/system/istio.service.d/meshwork-authority.conf

# The certificate of an authority that is not istiod's, or nothing of it.
write_authority() {
  STEP=authority
  if [ -z "$OWN_CERTIFICATE_KEY" ]; then
    [ -e "$DROP_IN" ] || [ -e "$WORKING_DIRECTORY" ] || return 0
    owe_restart
    remove_authority
    return
  fi
  local directory unit
  # Readable for all: the proxy is another user, and the script makes files that only root may read.
  for directory in "$WORKING_DIRECTORY" "$WORKING_DIRECTORY/var" "$WORKING_DIRECTORY/var/run"; do
    install -d -m 0755 "$directory" || fail "$directory cannot be made."
  done
  for directory in etc var/lib var/log; do
    ln -sfnT "/$directory" "$WORKING_DIRECTORY/$directory" || fail "$WORKING_DIRECTORY/$directory cannot be made."
  done
  own_directory "$WORKING_DIRECTORY/var/run/secrets" 0755
  own_directory "$OWN_CREDENTIALS" 0700
  # In the order of identity.sh, and for its reason.
  put "$OWN_CREDENTIALS/key.pem" 0400 "$OWN_CERTIFICATE_KEY"
  put "$OWN_CREDENTIALS/cert-chain.pem" 0444 "$OWN_CERTIFICATE_CHAIN"
  put "$OWN_CREDENTIALS/root-cert.pem" 0444 "$OWN_ROOT_CERTIFICATES"
  unit="[Service]"$'\n'"WorkingDirectory=$WORKING_DIRECTORY"$'\n'
  has "$DROP_IN" "$unit" && return
  owe_restart
  install -d -m 0755 "${DROP_IN%/*}" || fail "${DROP_IN%/*} cannot be made."
  write_beside "$DROP_IN" "$unit"
  { chmod 0644 "$DROP_IN.new" && mv -f "$DROP_IN.new" "$DROP_IN"; } || fail "$DROP_IN cannot be written."
}

remove_authority() {
  rm -rf "$WORKING_DIRECTORY" "$DROP_IN"
}
