# Shared by ops/bench/failover, rolling and soak: runs a class of the cluster module's tests that starts three nodes and their
# peers, on loopback or in network namespaces. Sourced; sets REPO.

. "$(dirname "${BASH_SOURCE[0]}")/../../lib/test-classes.sh"

# The prefix of the namespaces; none on loopback.
NETNS=""
# How long each node may warm itself up before it joins: what operators have who change nothing (reference.conf).
WARM_UP="15 s"
# More of them for the process of the rig.
PROPERTIES=()

cluster_run_cleanup() {
  [ -n "${KEEP:-}" ] && echo "kept: $WORK" >&2 || rm -rf "$WORK"
  [ -z "$NETNS" ] || "$REPO/ops/lib/namespaces.sh" down "$NETNS" 3
}

# What the database runs from: found before there is no network any more. Kept where the lab looks for it.
cassandra_jars() {
  local list=$REPO/ops/cassandra/server/target/classpath
  [ -s "$list" ] && [ ! "$REPO/ops/cassandra/server/pom.xml" -nt "$list" ] && return
  mvn -q -B -f "$REPO/ops/cassandra/server/pom.xml" dependency:build-classpath -Dmdep.includeScope=runtime \
    -Dmdep.outputFile="$list" >&2
}

# cluster_run_prepare NAME [--netns]: builds, makes WORK, a directory that goes at the end unless KEEP is set, and the
# namespaces.
cluster_run_prepare() {
  ulimit -Sn "$(ulimit -Hn)"
  classes_build cluster
  WORK=$(mktemp -d "${TMPDIR:-/tmp}/tandem-$1.XXXXXX")
  trap cluster_run_cleanup EXIT
  [ -n "${2:-}" ] || return 0
  cassandra_jars
  NETNS=tandem-$$-
  "$REPO/ops/lib/namespaces.sh" up "$NETNS" 3
}

# cluster_run CLASS ARGUMENT...: runs it where the peers are.
cluster_run() {
  local run=() properties=("-Dtandem.failover.warm-up=$WARM_UP" "${PROPERTIES[@]}")
  if [ -n "$NETNS" ]; then
    run=(ip netns exec "${NETNS}peer")
    properties+=("-Dtandem.failover.namespaces=$NETNS" -Dtandem.test.cassandra.address=10.77.0.1)
  fi
  cd "$REPO"
  "${run[@]}" "$JDK/bin/java" -XX:+UseSerialGC -Xmx900m --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
    "${properties[@]}" -cp "$CLASSES" "io.tandem.cluster.failover.$1" "${@:2}"
}
