# Replaces meshwork's line of /etc/hosts, or takes it out if there is no new one. The lines of others are kept in any case.
write_hosts() {
  STEP=hosts
  local file text
  file=$(readlink -f /etc/hosts) || fail '/etc/hosts leads nowhere.'
  finish_hosts "$file"
  text=$(sed '/ # meshwork$/d' "$file" && echo x) || fail '/etc/hosts cannot be read.'
  text=${text%x}
  if [ -n "$1" ]; then text="${text:+${text%$'\n'}$'\n'}$1 # meshwork"$'\n'; fi
  has "$file" "$text" && return
  if [ -e "$STATE/before" ]; then owe_restart; fi
  write_beside "$file" "$text"
  { chown --reference="$file" "$file.new" && chmod --reference="$file" "$file.new"; } || fail '/etc/hosts cannot be written.'
  # The new file takes the place of the old one. Where that is a mount, which cannot be replaced, the text is written over.
  mv -f "$file.new" "$file" 2>/dev/null || write_over "$file" "$text"
}

# A full disk would leave the file empty: then the old text comes back, for which there was room.
write_over() {
  local file=$1 old
  old=$(cat "$file" && echo x)
  if ! cat "$file.new" >"$file" 2>/dev/null; then
    rm -f "$file.new"
    printf '%s' "${old%x}" >"$file"
    fail '/etc/hosts cannot be written. Is the disk full?'
  fi
  rm -f "$file.new"
}

# A run that was killed while it wrote over the file left it empty, and the text beside it.
finish_hosts() {
  if [ ! -s "$1" ] && [ -s "$1.new" ]; then cat "$1.new" >"$1" || fail '/etc/hosts cannot be written. Is the disk full?'; fi
  rm -f "$1.new"
}
