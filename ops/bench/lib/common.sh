# Shared by the benchmarks: processes that are started and ended here, CPU from /proc, SIPp as the load.
# Every figure is CPU time per unit of work, of all threads; wall-clock figures on shared machines are noise.

set -euo pipefail
REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
WORK=$(mktemp -d "${TMPDIR:-/tmp}/tandem-bench.XXXXXX")
STARTED=()
TICKS_PER_S=$(getconf CLK_TCK)
CALLED=+441632960000

say() { printf '%s\n' "$*" >&2; }

die() { say "$0: $*"; exit 1; }

cleanup() {
  local pid
  for pid in "${STARTED[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${STARTED[@]}"; do wait "$pid" 2>/dev/null || true; done
  if [ "${KEEP:-}" = "" ]; then rm -rf "$WORK"; else say "kept: $WORK"; fi
}
trap cleanup EXIT

# need COMMAND PACKAGE: installs a Debian package when its command is missing and we may; else says what to install.
need() {
  command -v "$1" >/dev/null 2>&1 || install_package "$2" "$1"
}

# install_package PACKAGE WHAT: installs it when we may; else says what to install.
install_package() {
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    say "installing $1"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1"; } >"$WORK/apt.log" 2>&1 ||
      die "could not install $1: $(tail -n 2 "$WORK/apt.log")"
  else
    die "needs $2: install the package $1"
  fi
}

# cpu_ticks PID...: user and system time of these processes, all threads, in clock ticks.
cpu_ticks() {
  local pid sum=0
  for pid in "$@"; do
    sum=$((sum + $(sed 's/.*) //' "/proc/$pid/stat" | awk '{print $12 + $13}')))
  done
  echo "$sum"
}

# with_children PID: that process and all that it started.
with_children() {
  local pid=$1 child
  echo "$pid"
  for child in $(cat "/proc/$pid/task/"*/children 2>/dev/null); do with_children "$child"; done
}

rss_mb() { awk '/^VmHWM/ {printf "%d", $2 / 1024}' "/proc/$1/status"; }

# NODE_ON, LOAD_ON: what goes before the node's and SIPp's command, such as "taskset -c 0"; unset for nothing.
# MEDIA_PORTS: the node's, when its own are too few. NODE_KEYS: further keys of its configuration. AT: the loopback
# address that it and its peers use, 127.0.0.1.
# Most of SIPp's calls have no media, and are not to be ended for that.
SILENT_CALLS='inactivity-timeout = 0 s'

# node_start CORE_PORT MPS_PORT CORE_PEER_PORT MPS_PEER_PORT [CERTIFICATES]: starts a node on the embedded store; sets
# NODE. With a directory that lab certificates wrote, its Microsoft side is mutual TLS.
node_start() {
  "$REPO/tandem" --version >/dev/null
  local at=${AT:-127.0.0.1} files="$WORK/node"
  [ "$at" = 127.0.0.1 ] || files="$WORK/node-$at"
  ! curl -s -o /dev/null "http://$at:19095/" || die "another node runs on this machine (TCP $at:19095)"
  local identities="" listener='transport = udp' trunk='signaling-protocol = UDP'
  if [ -n "${5:-}" ]; then
    identities="tls.identities = [ { name = gateway, certificate = \"$5/gateway.pem\", key = \"$5/gateway.key\" } ]"
    listener="transport = tls, advertised-address = \"sbc.lab.example\",
      tls { identities = [gateway], trust = \"$5/roots.pem\", client-certificate = require }"
    trunk="signaling-protocol = TLS, tls { identity = gateway, trust = \"$5/roots.pem\", names = [\"sip.lab.example\"] }"
  fi
  cat >"$files.conf" <<CONF
tandem {
  $identities
  sip.listeners = [
    { name = core-udp, transport = udp, address = "$at", port = $1 }
    { name = mps, $listener, address = "$at", port = $2 }
  ]
  peer-groups = [
    { name = core, side = core, listeners = [core-udp], signaling-protocol = UDP, media-protocol = RTP,
      default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"], probing.options-interval = 0 s,
      session.expires = 2 h, peers = [ { name = core-1, address = "$at", port = $3 } ] }
    { name = teams, side = mps, listeners = [mps], services = [OperatorConnect], $trunk,
      media-protocol = RTP, allowed-signaling-sources = ["127.0.0.0/8"], probing.options-interval = 0 s,
      session.expires = 2 h, peers = [ { name = mps-1, address = "$at", port = $4 } ] }
  ]
  media { address = "$at", ports = "${MEDIA_PORTS:-20000-39999}", ${MEDIA_KEYS-$SILENT_CALLS} }
  http { provisioning = "$at:18080", ops = "$at:19095" }
  cluster { host = "$at", port = 25529 }
}
${NODE_KEYS:-}
CONF
  # shellcheck disable=SC2086 # words
  ${NODE_ON:-} "$REPO/tandem" run --config "$files.conf" --data "$files.data" >"$files.log" 2>&1 &
  NODE=$!
  STARTED+=("$NODE")
  local tries=0
  until curl -fs -o /dev/null "http://$at:19095/ops/health/ready"; do
    tries=$((tries + 1))
    [ "$tries" -lt 240 ] && kill -0 "$NODE" 2>/dev/null || die "the node did not start: $(tail -n 20 "$files.log")"
    sleep 0.5
  done
}

# cassandra_start: a Cassandra of the lab's; sets CASSANDRA, its process.
CQL_PORT=19042
cassandra_start() {
  "$REPO/tandem" lab cassandra --dir "$WORK/cassandra" --port "$CQL_PORT" --storage-port 17000 >"$WORK/cassandra.log" 2>&1 &
  local lab=$! tries=0
  STARTED+=("$lab")
  until grep -q 'is ready' "$WORK/cassandra.log"; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] && kill -0 "$lab" 2>/dev/null || die "Cassandra did not start: $(tail -n 5 "$WORK/cassandra.log")"
    sleep 0.5
  done
  CASSANDRA=$(with_children "$lab" | tail -n 1)
}

# BUILDS: the checkout of each node of a cluster; this one where there is none.
BUILDS=()

# node_run I: starts node I of the cluster, by its configuration; sets NODE_PIDS[I].
node_run() {
  local at=${NODES_AT[$1]}
  "${BUILDS[$1]:-$REPO}/tandem" run --config "$WORK/node-$at.conf" --data "$WORK/node-$at.data" >>"$WORK/node-$at.log" 2>&1 &
  NODE_PIDS[$1]=$!
  STARTED+=("$!")
}

# cluster_start NODES: nodes of one cluster on 127.0.0.101 and on, with the service addresses 127.0.1.1 and on, each at home,
# on the Cassandra of cassandra_start. Core on 5060, Microsoft on 5061, the peers of both on 127.0.0.1, ports 5070 and 5080.
# MEDIA_PORTS and NODE_KEYS as with node_start, the same for all. Sets NODE_PIDS, NODES_AT and SERVICES_AT.
cluster_start() {
  local nodes=$1 i id at seeds="" addresses=""
  "$REPO/tandem" --version >/dev/null
  NODE_PIDS=() NODES_AT=() SERVICES_AT=()
  for ((i = 0; i < nodes; i++)); do
    id=$(service_id "$i")
    NODES_AT+=("127.0.0.$((101 + i))") SERVICES_AT+=("127.0.1.$((1 + i))")
    addresses+="{ id = \"$id\", home = \"${NODES_AT[i]}\", media = \"${SERVICES_AT[i]}\",
      listeners { core-udp.address = \"${SERVICES_AT[i]}\", mps-udp.address = \"${SERVICES_AT[i]}\" } }
      "
    [ "$i" -ge 3 ] || seeds+="\"${NODES_AT[i]}:25529\", "
  done
  ! curl -s -o /dev/null "http://${NODES_AT[0]}:19095/" || die "another node runs on this machine (TCP ${NODES_AT[0]}:19095)"
  for ((i = 0; i < nodes; i++)); do
    at=${NODES_AT[i]}
    cat >"$WORK/node-$at.conf" <<CONF
tandem {
  storage = cassandra, lab = true, cassandra { contact-points = ["127.0.0.1:$CQL_PORT"], keyspace = tandem_bench }
  sip.listeners = [ { name = core-udp, transport = udp, port = 5060 }, { name = mps-udp, transport = udp, port = 5061 } ]
  peer-groups = [
    { name = core, side = core, listeners = [core-udp], signaling-protocol = UDP, media-protocol = RTP,
      default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"], probing.options-interval = 0 s,
      session.expires = 2 h, peers = [ { name = core-1, address = "127.0.0.1", port = 5070 } ] }
    { name = teams, side = mps, listeners = [mps-udp], services = [OperatorConnect], signaling-protocol = UDP,
      media-protocol = RTP, allowed-signaling-sources = ["127.0.0.0/8"], probing.options-interval = 0 s,
      session.expires = 2 h, peers = [ { name = mps-1, address = "127.0.0.1", port = 5080 } ] }
  ]
  media { ports = "${MEDIA_PORTS:-20000-39999}", ${MEDIA_KEYS-$SILENT_CALLS} }
  http { provisioning = "$at:18080", ops = "$at:19095" }
  cluster { host = "$at", port = 25529, seed-nodes = [ $seeds ]
    service-addresses = [ $addresses ] }
}
${NODE_KEYS:-}
CONF
    node_run "$i"
    # The first makes the tables and the cluster; then three at a time, for a start takes all of a small machine.
    [ "$i" != 0 ] && [ $((i % 3)) != 2 ] && [ "$i" != $((nodes - 1)) ] || cluster_await
  done
  cluster_at_home
}

# cluster_await: until the nodes that were started are ready.
cluster_await() {
  local i tries=0
  for i in "${!NODE_PIDS[@]}"; do
    until curl -fs -o /dev/null "http://${NODES_AT[i]}:19095/ops/health/ready"; do
      tries=$((tries + 1))
      [ "$tries" -lt 480 ] && kill -0 "${NODE_PIDS[i]}" 2>/dev/null ||
        die "node ${NODES_AT[i]} did not start: $(tail -n 20 "$WORK/node-${NODES_AT[i]}.log")"
      sleep 0.5
    done
  done
}

# service_id I: the id of the service address whose home node I is.
service_id() { printf '%s' abcdefghijklmnopqrstuvwxyz0123456789 | cut -c $(($1 + 1)); }

# cluster_at_home: until each node has its own service address, and only that.
cluster_at_home() {
  local tries=0 id i
  for i in "${!NODES_AT[@]}"; do
    id=$(service_id "$i")
    until curl -fs "http://${NODES_AT[0]}:19095/ops/cluster" | tr -d ' \n' |
      grep -q "\"id\":\"$id\",\"home\":\"${NODES_AT[i]}:25529\",\"owner\":\"${NODES_AT[i]}:25529\",\"atWork\":true"; do
      tries=$((tries + 1))
      [ "$tries" -lt 240 ] || die "service address $id is not at home: $(curl -s "http://${NODES_AT[0]}:19095/ops/cluster")"
      sleep 0.5
    done
  done
}

# figure AT NAME [LABEL]: the sum of a node's figures of that name, with that label.
figure() {
  curl -fs "http://$1:19095/ops/metrics" |
    awk -v name="$2" -v label="${3:-}" '($1 == name || index($1, name "{") == 1) && (label == "" || index($1, label)) {n += $2}
      END {printf "%d\n", n}'
}

# called_start PORT: SIPp's built-in called side.
called_start() {
  # shellcheck disable=SC2086 # words
  ${LOAD_ON:-} sipp -sn uas -i "${AT:-127.0.0.1}" -p "$1" -nostdin -default_behaviors all,-abortunexp >"$WORK/uas.$1.log" 2>&1 &
  local pid=$!
  STARTED+=("$pid")
  sleep 0.5
  kill -0 "$pid" 2>/dev/null || die "SIPp's called side did not start on port $1: $(tail -n 3 "$WORK/uas.$1.log")"
}

# SIPp's built-in caller, but for a 503: that is acknowledged and counted, where the built-in one would wait on.
basic_caller() {
  [ -s "$WORK/caller.xml" ] || { sipp -sd uac 2>/dev/null || true; } | awk '
    /<recv response="200" rtd="true">/ {print "<recv response=\"503\" optional=\"true\" next=\"refused\" counter=\"refused\"/>"}
    /<recv response="200" crlf="true">/ {sub(/crlf/, "next=\"end\" counter=\"done\" crlf")}
    /<ResponseTimeRepartition/ {
      print "<label id=\"refused\"/><send><![CDATA["
      print "ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]"
      print "CSeq: 1 ACK\nMax-Forwards: 70\nContent-Length: 0\n\n]]></send><label id=\"end\"/>"
    }
    {print}' >"$WORK/caller.xml"
}

# held_caller HOLD_MS: writes held.xml, a caller with a session timer (RFC 4028) that holds its call so long, then hangs up.
held_caller() {
  local ask='INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0' head
  head='Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      Max-Forwards: 70
      From: <sip:+441632960001@[local_ip]:[local_port]>;tag=[call_number]x[pid]
      Call-ID: [call_id]'
  cat >"$WORK/held.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<scenario name="held">
  <send retrans="500"><![CDATA[
      $ask
      $head
      To: <sip:[service]@[remote_ip]:[remote_port]>
      CSeq: 1 INVITE
      Contact: <sip:load@[local_ip]:[local_port]>
      Supported: timer
      Session-Expires: 7200;refresher=uac
      Content-Type: application/sdp
      Content-Length: [len]

      v=0
      o=load 1 1 IN IP4 [local_ip]
      s=-
      c=IN IP4 [local_ip]
      t=0 0
      m=audio 6000 RTP/AVP 0
      a=rtpmap:0 PCMU/8000
    ]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="200" rrs="true" counter="answered"/>
  <send><![CDATA[
      ACK [next_url] SIP/2.0
      $head
      [last_To:]
      CSeq: 1 ACK
      Content-Length: 0

    ]]></send>
  <pause milliseconds="$1"/>
  <send retrans="500"><![CDATA[
      BYE [next_url] SIP/2.0
      $head
      [last_To:]
      CSeq: 2 BYE
      Content-Length: 0

    ]]></send>
  <recv response="200" counter="done"/>
</scenario>
XML
}

# calls TARGET_PORT OWN_PORT RATE COUNT HOLD_MS NAME: the basic call, to TARGET_AT if that is set; sets FAILED (refused calls included), REFUSED (by a
# 503) and RETRANSMITTED.
calls() {
  local stats="$WORK/$6.csv"
  basic_caller
  timeout "$(($4 / $3 + $5 / 1000 + 60))" sipp -sf "$WORK/caller.xml" "${TARGET_AT:-${AT:-127.0.0.1}}:$1" -s "$CALLED" -i "${AT:-127.0.0.1}" -p "$2" -r "$3" -m "$4" -l 20000 -d "$5" -nostdin \
    -default_behaviors all,-abortunexp -trace_stat -stf "$stats" -fd 1 >"$WORK/$6.log" 2>&1 || true
  FAILED=$(($4 - $(last_stat "$stats" 'done(C)')))
  REFUSED=$(last_stat "$stats" 'refused(C)')
  RETRANSMITTED=$(last_stat "$stats" 'Retransmissions(C)')
}

median() { sort -n "$1" | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

# last_stat FILE COLUMN: that column in SIPp's last line of statistics.
last_stat() {
  awk -F';' -v name="$2" 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == name) col = i} END {print col ? $col + 0 : 0}' "$1"
}
