# Has root read what follows. bash takes a script from standard input line by line, so that the rest is left for the next one.
if [ "$(id -u </dev/null)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "meshwork: machine $MACHINE: step \"privileges\": user $(id -un </dev/null) is not root, and there is no sudo." >&2
    exit 70
  fi
  if ! sudo -n true </dev/null 2>/dev/null; then
    echo "meshwork: machine $MACHINE: step \"privileges\": user $(id -un </dev/null) may not use sudo without a password. Allow it in /etc/sudoers.d, or name another user in ssh.user." >&2
    exit 70
  fi
  exec sudo -n bash -s -- "$@"
fi
