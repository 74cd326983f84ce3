# By what the machine proves to istiod who it is, and by what it knows istiod.
write_identity() {
  STEP=identity
  own_directory /etc/certs 0755
  put /etc/certs/root-cert.pem 0444 "$ROOT_CERTIFICATES"
  own_directory /etc/istio-bootstrap 0700
  # The agent reads these at each handshake. The key comes first: a certificate without its key would be refused, a key before its certificate is tried again.
  put /etc/istio-bootstrap/key.pem 0400 "$CERTIFICATE_KEY"
  put /etc/istio-bootstrap/cert-chain.pem 0444 "$CERTIFICATE_CHAIN"
  put /etc/istio-bootstrap/root-cert.pem 0444 "$ROOT_CERTIFICATES"
}
