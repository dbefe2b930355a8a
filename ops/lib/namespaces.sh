#!/usr/bin/env bash
# Network namespaces for nodes of a cluster: PREFIXpeer with a bridge that is 10.77.0.1, for whoever talks to the nodes, and
# PREFIX0, PREFIX1 … with an eth0 each on that bridge, 10.77.0.2 and on. Nothing in them reaches a real network. Wants root.
# Rules for what comes in stand before the addresses: `ip -n PREFIX0 rule add pref 10 from 10.77.0.3 blackhole` makes node 0
# deaf for node 1, without a word to either.
#
#   ops/lib/namespaces.sh up|down PREFIX NODES
set -euo pipefail
prefix=${2:?"usage: $0 up|down PREFIX NODES"} nodes=${3:?"usage: $0 up|down PREFIX NODES"} peer=${2}peer

up() {
  [ "$(id -u)" = 0 ] || { echo "$0: may not make network namespaces: needs root" >&2; exit 1; }
  command -v ip >/dev/null || { echo "$0: needs ip: install the package iproute2" >&2; exit 1; }
  command -v arping >/dev/null || { echo "$0: needs arping: install the package iputils-arping" >&2; exit 1; }
  ip netns add "$peer" 2>/dev/null || { echo "$0: may not make network namespaces: needs root" >&2; exit 1; }
  ip -n "$peer" link set lo up
  ip -n "$peer" link add br0 type bridge forward_delay 0
  ip -n "$peer" addr add 10.77.0.1/24 dev br0
  ip -n "$peer" link set br0 up
  local i
  for i in $(seq 0 $((nodes - 1))); do
    ip netns add "$prefix$i"
    ip -n "$prefix$i" link set lo up
    ip -n "$peer" link add "node$i" type veth peer name eth0 netns "$prefix$i"
    ip -n "$peer" link set "node$i" master br0 up
    ip -n "$prefix$i" addr add "10.77.0.$((2 + i))/24" dev eth0
    ip -n "$prefix$i" link set eth0 up
    ip -n "$prefix$i" rule add pref 100 lookup local
    ip -n "$prefix$i" rule del pref 0
  done
}

down() {
  local i
  for i in $(seq 0 $((nodes - 1))); do ip netns del "$prefix$i" 2>/dev/null || true; done
  ip netns del "$peer" 2>/dev/null || true
}

"$1"
