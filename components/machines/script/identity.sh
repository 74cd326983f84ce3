# By what the machine proves to istiod who it is, and by what it knows istiod. A group may change from one proof to the other: of two, the proxy would take the wrong one.
write_identity() {
  STEP=identity
  own_directory /etc/certs 0755
  own_directory /etc/istio-bootstrap 0700
  put /etc/istio-bootstrap/root-cert.pem 0444 "$ROOT_CERTIFICATES"
  if [ "$PROOF" = token ]; then
    rm -f /etc/istio-bootstrap/key.pem /etc/istio-bootstrap/cert-chain.pem
    write_token
    return
  fi
  drop_token
  put /etc/certs/root-cert.pem 0444 "$ROOT_CERTIFICATES"
  # The agent reads these at each handshake. The key comes first: a certificate without its key would be refused, a key before its certificate is tried again.
  put /etc/istio-bootstrap/key.pem 0400 "$CERTIFICATE_KEY"
  put /etc/istio-bootstrap/cert-chain.pem 0444 "$CERTIFICATE_CHAIN"
}
