# Answers one HTTP request with the certificates that the proxy forwarded, as netexec's /header does. Standard input and output are the connection.
LC_ALL=C
forwarded=
IFS= read -r -t 30 line || exit 0
while IFS= read -r -t 30 line; do
  line=${line%$'\r'}
  [ -n "$line" ] || break
  case ${line,,} in
    x-forwarded-client-cert:*)
      value=${line#*:}
      value=${value//\\/\\\\}
      value=${value//\"/\\\"}
      forwarded="${forwarded:+$forwarded,}\"${value# }\""
      ;;
  esac
done
body="{${forwarded:+\"X-Forwarded-Client-Cert\":[$forwarded]}}"
printf 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' "${#body}" "$body"
