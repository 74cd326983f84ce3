exec 3<>"/dev/tcp/$1/$2" || exit 1
# When no more comes from the caller, the connection ends, and with it this program.
{ cat >&3; kill $$; } <&0 2>/dev/null &
exec cat <&3
