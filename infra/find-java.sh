# Sourced by infra/up, infra/down and infra/rickyard: sets JAVA to a Java 25 or newer, or says what to install.
# Order: JAVA_HOME, the java on the PATH, the usual places of Linux and macOS (under RICKYARD_JAVA_ROOT, where a test
# wants a machine without any).

# A JDK's release file says its version at once; starting java only to ask takes a good part of a short command.
java_major() {
  real=$(readlink -f -- "$1" 2>/dev/null) || real=$1
  release=${real%/bin/java}/release
  if [ -r "$release" ] && grep -q '^JAVA_VERSION=' "$release"; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release"
  else
    "$1" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
  fi
}

find_java() {
  if [ -n "${JAVA_HOME:-}" ] && fits "$JAVA_HOME/bin/java"; then
    JAVA="$JAVA_HOME/bin/java"
    return 0
  fi
  if on_path=$(command -v java 2>/dev/null) && fits "$on_path"; then
    JAVA="$on_path"
    return 0
  fi
  places=${RICKYARD_JAVA_ROOT:-}
  for candidate in \
    "$places"/usr/lib/jvm/*/bin/java "$places"/usr/java/*/bin/java "$places"/opt/java/*/bin/java "$places"/opt/jdk*/bin/java \
    "$HOME"/.sdkman/candidates/java/*/bin/java "$HOME"/.jdks/*/bin/java "$HOME"/.asdf/installs/java/*/bin/java \
    "$HOME"/.local/share/mise/installs/java/*/bin/java \
    "$places"/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java \
    "$places"/opt/homebrew/opt/openjdk*/bin/java "$places"/usr/local/opt/openjdk*/bin/java; do
    if fits "$candidate"; then
      JAVA="$candidate"
      return 0
    fi
  done
  cat >&2 <<'TEXT'
Rickyard needs a JDK 25 or newer, and none was found (looked at JAVA_HOME, the PATH and the usual places).
  Debian, Ubuntu   apt-get install temurin-25-jdk   (Adoptium's packages) or openjdk-25-jdk
  Fedora           dnf install java-25-openjdk-devel
  macOS            brew install openjdk@25
  anywhere         sdk install java 25-tem          (SDKMAN!)
Then run this again, or set JAVA_HOME to it.
TEXT
  return 1
}

fits() {
  [ -x "$1" ] || return 1
  major=$(java_major "$1")
  [ -n "$major" ] && [ "$major" -ge 25 ]
}
