# Has root read what follows. bash takes a script from standard input line by line, so that the rest is left for the next one.
if [ "$(id -u </dev/null)" -ne 0 ]; then
  if ! sudo -n true </dev/null 2>/dev/null; then
    echo "user $(id -un </dev/null) may not use sudo without a password" >&2
    exit 70
  fi
  exec sudo -n bash -s -- "$@"
fi
set -u
