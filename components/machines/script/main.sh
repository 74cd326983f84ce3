main() {
  take_turn
  case $1 in
    join)
      check_system
      check_clock
      check_foreign
      check_disk
      check_istiod
      remember
      install_package
      write_files
      write_identity
      write_authority
      write_hosts "$ISTIOD_ADDRESS $ISTIOD_HOST"
      start_proxy
      ;;
    leave) leave ;;
    *) fail "unknown command $1" ;;
  esac
}

# Last, so that a script that arrives in part does nothing.
main "$@"
