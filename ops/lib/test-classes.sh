# Shared by ops/fuzz and ops/bench: the test classes of a module and a JDK to run them, by Maven as
# it stands.
# Sets JDK and CLASSES (a class path).

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

jdk_find() {
  local place
  for place in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/*; do
    if [ -x "$place/bin/javac" ] && grep -qE '^JAVA_VERSION="?(2[5-9]|[3-9][0-9])' "$place/release" 2>/dev/null; then
      JDK=$place
      return
    fi
  done
  echo "needs a JDK 25 or later: set JAVA_HOME to it" >&2
  exit 1
}

# classes_build [MODULE]: of call-actors, unless another is named.
classes_build() {
  local module=${1:-call-actors}
  local list=$REPO/$module/target/test-class-path.txt
  jdk_find
  if [ ! -s "$list" ] || [ -n "$(find "$REPO"/pom.xml "$REPO"/{media,call-actors,ops,provisioning-http,"$module"}/{pom.xml,src} -newer "$list" -print -quit)" ]; then
    echo "building the tests of $module" >&2
    rm -f "$list"
    JAVA25_HOME=$JDK mvn -q -B -f "$REPO/pom.xml" -pl "$module" -am test-compile dependency:build-classpath \
      -Dmdep.outputFile=target/test-class-path.txt -Dmdep.includeScope=test >&2
  fi
  CLASSES=$REPO/$module/target/test-classes:$REPO/$module/target/classes:$(cat "$list")
}
