# Sourced by infra/up: adds to the array options what makes a start use what the JVM learned on an earlier one, or learn.
# The name of a cache says which JDK, options and jars it is for, so a change of any of them makes a new one. Never fails:
# where nothing can be kept, Rickyard starts without. See infra/docs/adr/0015-starts-use-what-the-last-one-learned.md.

# $1: the launcher's jar, $2: the directory with the libraries.
use_start_cache() {
  [ "${RICKYARD_START_CACHE:-auto}" != never ] || return 0
  local directory=$here/launcher/target key cache record
  if [ ! -w "$directory" ]; then # an installation that its user may only read
    directory=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/rickyard
    mkdir -p "$directory" 2>/dev/null && [ -w "$directory" ] || return 0
  fi
  key=$(start_cache_key "$1" "$2") && [ -n "$key" ] || return 0
  cache=$directory/start-$key.aot
  if [ -f "$cache" ]; then
    options+=("-XX:AOTCache=$cache" -Xlog:aot=off -Xlog:cds=off)
  else
    record=$directory/start-$key.$$.record
    options+=(-XX:AOTMode=record "-XX:AOTConfiguration=$record" -Xlog:aot=off -Xlog:cds=off)
    # Or the JVM tells about its record on standard output, which belongs to what infra/up has to say.
    options+=(-XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput)
    options+=("-Drickyard.start-cache.record=$record" "-Drickyard.start-cache.file=$cache")
  fi
}

start_cache_key() {
  local home
  home=$(dirname "$(dirname "$(readlink -f -- "$JAVA" 2>/dev/null || printf %s "$JAVA")")")
  {
    printf '%s\n' "$home" "${options[@]}"
    cat "$home/release"
    stat -L -c '%n %s %Y' "$1" "$2"/*.jar 2>/dev/null || stat -L -f '%N %z %m' "$1" "$2"/*.jar
  } 2>/dev/null | cksum | tr ' ' -
}
