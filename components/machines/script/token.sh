# A token of the cluster proves the first time who the machine is. From then on the certificate of a day does that the agent has from istiod, and renews by itself.
# The token lies in memory, so a reboot takes it away.
TOKENS=/var/run/secrets/tokens

# How old a certificate of the agent may be to hold for a while, in minutes. It holds for a day.
FRESH=1380

has_certificate() {
  [ -s /etc/certs/key.pem ] && [ -n "$(find /etc/certs/cert-chain.pem -mmin -"$FRESH" 2>/dev/null)" ]
}

write_token() {
  local now mark
  # Tells whether a token has been here before. The token itself stays out of files that outlive it.
  mark=$(printf '%s' "$TOKEN" | sha256sum)
  now=$(date +%s)
  if [ "$now" -ge "$PROOF_END" ]; then
    [ "$mark" = "$(cat "$STATE/token" 2>/dev/null)" ] && has_certificate && return
    fail "by the clock here ($(date -u +%FT%TZ)) the token ended $((now - PROOF_END)) s ago, and the proxy has no certificate that holds. Raise workloadGroups.$GROUP.tokens.generation, and run \`pulumi up\` again."
  fi
  own_directory /var/run/secrets 0755
  own_directory "$TOKENS" 0700
  put "$TOKENS/istio-token" 0400 "$TOKEN"
  [ "$mark" = "$(cat "$STATE/token" 2>/dev/null)" ] && return
  owe_restart
  # A certificate from before may be of another identity, and istiod would go by it.
  rm -f /etc/certs/key.pem /etc/certs/cert-chain.pem
  printf '%s\n' "$mark" >"$STATE/token" || fail "$STATE/token cannot be written."
}

# Takes away what a token brought.
drop_token() {
  rm -rf "$TOKENS"
  [ -e "$STATE/token" ] || return 0
  rm -f /etc/certs/key.pem /etc/certs/cert-chain.pem "$STATE/token"
}
