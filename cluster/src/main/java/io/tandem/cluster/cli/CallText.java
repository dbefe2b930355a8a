package io.tandem.cluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the ops port tells of calls, as text for a terminal. Absent values show as "-". */
final class CallText {
    private static final List<String> COLUMNS = List.of("id", "state", "startedAt", "calling", "called", "account",
            "service", "inboundGroup", "outboundGroup");
    private static final List<String> HEADINGS = List.of("CALL", "STATE", "STARTED", "CALLING", "CALLED", "ACCOUNT",
            "SERVICE", "FROM", "TO");
    private static final int LABEL = 12;

    private CallText() {}

    /** The answer of {@code GET /ops/calls} as a table. */
    static String table(JsonNode list) {
        JsonNode calls = list.path("value");
        if (calls.isEmpty()) {
            return "No call is up.\n";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        calls.forEach(call -> rows.add(COLUMNS.stream().map(column -> text(call.path(column))).toList()));
        String more = list.has("nextLink") ? "More calls are up; --top N shows more of them.\n" : "";
        return aligned(rows) + more;
    }

    /** The answer of {@code GET /ops/calls/{callId}}, without the messages: the ladder shows them. */
    static String call(JsonNode call) {
        StringBuilder text = new StringBuilder();
        line(text, "call", text(call.path("id")));
        line(text, "state", text(call.path("state")));
        line(text, "calling", text(call.path("calling")));
        line(text, "called", text(call.path("called")));
        line(text, "account", text(call.path("account")));
        line(text, "service", text(call.path("service")));
        line(text, "decision", text(call.path("decision")));
        call.path("failedAttempts")
                .forEach(attempt -> line(text, "failed", "leg %s, %s: %s (SIP %s, %s)".formatted(
                        text(attempt.path("leg")), text(attempt.path("peer")), text(attempt.path("reason")),
                        text(attempt.path("status")), text(attempt.path("outcome")))));
        call.path("transfers")
                .forEach(transfer -> line(text, "transfer", "leg %s, %s, to %s: %s".formatted(
                        text(transfer.path("by")), text(transfer.path("peer")), text(transfer.path("to")),
                        transfer.path("status").asInt() == 0 ? "open" : "SIP " + text(transfer.path("status")))));
        line(text, "started", text(call.path("startedAt")));
        line(text, "answered", text(call.path("answeredAt")));
        line(text, "ended", text(call.path("endedAt")));
        if (call.hasNonNull("cause")) {
            JsonNode cause = call.path("cause");
            line(text, "cause", "by %s: %s (SIP %s, Q.850 %s)".formatted(text(cause.path("side")),
                    text(cause.path("reason")), text(cause.path("status")), text(cause.path("q850"))));
        }
        call.path("legs").forEach(leg -> leg(text, leg));
        if (call.hasNonNull("media")) {
            media(text, call.path("media"));
        }
        text.append("\ntimeline\n");
        call.path("timeline")
                .forEach(entry -> text.append("  ")
                        .append(text(entry.path("at")))
                        .append("  ")
                        .append(
                                text(entry.path("what")))
                        .append('\n'));
        return text.toString();
    }

    private static void leg(StringBuilder text, JsonNode leg) {
        text.append("\nleg ").append(text(leg.path("number"))).append(", ").append(text(leg.path("role"))).append('\n');
        line(text, "  state", text(leg.path("state")));
        line(text, "  peer", text(leg.path("peer")) + " of " + text(leg.path("peerGroup")));
        line(text, "  Call-ID", text(leg.path("callId")));
        line(text, "  tags", "ours " + text(leg.path("localTag")) + ", theirs " + text(leg.path("remoteTag")));
        line(text, "  CSeq", "ours " + cseq(leg.path("localCSeq")) + ", theirs " + cseq(leg.path("remoteCSeq")));
        line(text, "  route set", list(leg.path("routeSet")));
        line(text, "  target", text(leg.path("remoteTarget")));
    }

    private static void media(StringBuilder text, JsonNode media) {
        text.append("\nmedia\n");
        line(text, "  codecs", list(media.path("codecs")));
        if (!media.path("heldBy").isEmpty()) {
            line(text, "  held by", list(media.path("heldBy")));
        }
        if (!media.path("silent").isEmpty()) {
            line(text, "  was silent", list(media.path("silent")));
        }
        end(text, "caller", media.path("stats").path("caller"), media.path("mos").path("caller"));
        end(text, "callee", media.path("stats").path("callee"), media.path("mos").path("callee"));
    }

    private static void end(StringBuilder text, String name, JsonNode end, JsonNode mos) {
        if (end.isMissingNode()) {
            return;
        }
        line(text, "  " + name, "%s <-> %s%s".formatted(text(end.path("localAddress")), text(end.path("remoteAddress")),
                end.path("latched").asBoolean() ? " (latched)" : ""));
        line(text, "", "received %s packets, %s octets, lost %s, out of order %s, refused %s, jitter %s ms".formatted(
                text(end.path("packetsReceived")), text(end.path("octetsReceived")), text(end.path("packetsLost")),
                text(end.path("packetsOutOfOrder")), text(end.path("packetsRefused")),
                String.format(Locale.ROOT, "%.1f", end.path("jitterMillis").asDouble())));
        line(text, "", "sent %s packets, %s octets, lost %s as the peer says".formatted(text(end.path("packetsSent")),
                text(end.path("octetsSent")), text(end.path("lostAtPeer"))));
        double roundTripMillis = end.path("roundTripMillis").asDouble();
        line(text, "", "MOS %s, round trip %s".formatted(mos.isNumber() ? mos.asText() : "unknown",
                roundTripMillis > 0 ? String.format(Locale.ROOT, "%.1f ms", roundTripMillis) : "unknown"));
    }

    /** Rows as a table; the first is its heading. */
    static String aligned(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(label).repeat(" ", Math.max(1, LABEL - label.length())).append(value).append('\n');
    }

    private static String list(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));
        return texts.isEmpty() ? "-" : String.join(", ", texts);
    }

    /** A side that has sent no request yet has no number. */
    private static String cseq(JsonNode number) {
        return number.asLong(-1) < 0 ? "-" : number.asText();
    }

    /** Peers choose some of these texts: nothing of them may steer the terminal. */
    static String text(JsonNode value) {
        String text = value.asText("");
        return text.isEmpty() ? "-" : text.replaceAll("\\p{Cntrl}", "?");
    }
}
