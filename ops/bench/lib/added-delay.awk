# Reads `tcpdump -tt -n -A` of both sides of a gateway and prints what it added from INVITE to 200, in ms, a line a call:
# (200 out to the caller - INVITE in from the caller) - (200 in from the called - INVITE out to the called).
# The n-th INVITE in belongs to the n-th INVITE out: at the low rate of this measurement nothing overtakes.
# Variables: caller, called: their UDP ports.
/^[0-9]+\.[0-9]+ IP / {
  at = $1
  split($3, from, "."); split($5, to, ".")
  source = from[5]; target = to[5]; sub(/:.*/, "", target)
  next
}
/INVITE sip:.* SIP\/2\.0/ {
  if (source == caller) { kind = "in" } else if (target == called) { kind = "out" } else { kind = "" }
  next
}
/SIP\/2\.0 200/ {
  if (target == caller) { kind = "told" } else if (source == called) { kind = "heard" } else { kind = "" }
  next
}
/SIP\/2\.0 / { kind = "" }
/^(BYE|ACK|CANCEL) / { kind = "" }
/CSeq: 1 INVITE/ {
  if (kind != "") { time[kind, ++count[kind]] = at }
  kind = ""
}
END {
  for (i = 1; i <= count["told"]; i++)
    printf "%.3f\n", 1000 * ((time["told", i] - time["in", i]) - (time["heard", i] - time["out", i]))
}
