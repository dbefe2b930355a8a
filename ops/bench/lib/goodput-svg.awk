# Draws what happened second by second in an overload: calls offered, served whole and refused, from SIPp's statistics
# (-trace_stat, a line a second). Give it the files in the order of time: lines of one and the next are drawn as one.
# Variables: capacity: calls a second, a dashed line; title.
BEGIN { FS = ";"; width = 900; height = 420; left = 70; right = 20; top = 50; bottom = 60 }

FNR == 1 {
  for (i = 1; i <= NF; i++) column[$i] = i
  starts[++files] = seconds
  next
}

# The first line is of the moment of the start.
FNR > 2 {
  seconds++
  offered[seconds] = $column["OutgoingCall(P)"]
  served[seconds] = $column["done(P)"]
  refused[seconds] = $column["refused(P)"]
  if (offered[seconds] > most) most = offered[seconds]
  if (served[seconds] > most) most = served[seconds]
  if (refused[seconds] > most) most = refused[seconds]
}

function x(second) { return left + (width - left - right) * second / seconds }
function y(calls) { return height - bottom - (height - top - bottom) * calls / most }

function line(values, colour, name, at,    i) {
  printf "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"", colour
  for (i = 1; i <= seconds; i++) printf "%.1f,%.1f ", x(i - 0.5), y(values[i])
  print "\"/>"
  printf "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n", left + at, height - 10, colour, name
}

function rule(calls, label, style) {
  printf "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#bbb\" %s/>", left, width - right, y(calls), y(calls), style
  printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", left - 6, y(calls) + 4, label
}

END {
  if (!seconds || !most) exit 1
  step = 10
  while (most / step > 6) step *= (step ~ /^2/) ? 2.5 : 2
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">\n", width, height
  print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
  printf "<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>\n", left, title
  for (calls = 0; calls <= most; calls += step) rule(calls, calls, "")
  rule(capacity, "", "stroke-dasharray=\"6 4\" style=\"stroke:#333\"")
  printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">capacity %d/s</text>\n", width - right, y(capacity) - 5, capacity
  for (i = 2; i <= files; i++) printf "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#bbb\"/>\n", x(starts[i]), x(starts[i]), top, height - bottom
  every = seconds > 40 ? 10 : seconds > 15 ? 5 : 1
  for (i = 0; i <= seconds; i += every) printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>\n", x(i), height - bottom + 18, i
  line(offered, "#888", "offered", 0)
  line(refused, "#c33", "refused (503)", 100)
  line(served, "#283", "served whole, INVITE to the answer to BYE", 230)
  print "</svg>"
}
