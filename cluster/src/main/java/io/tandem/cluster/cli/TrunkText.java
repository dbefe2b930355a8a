package io.tandem.cluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Trunks as staff read them: the answer of {@code GET /ops/trunks} as a table, one row an address. */
final class TrunkText {
    private static final List<String> HEADINGS = List.of("TRUNK", "PEER", "CONFIGURED", "ADDRESS", "STATE", "RTT",
            "ANSWERED", "HEARD", "LAST FAILURE");

    private TrunkText() {}

    static String table(JsonNode answer, Instant now) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (JsonNode trunk : answer.path("value")) {
            for (JsonNode peer : trunk.path("peers")) {
                if (peer.path("targets").isEmpty()) {
                    rows.add(row(trunk, peer, "-", "no address", "-", "-", CallText.text(peer.path("trouble")), now));
                }
                for (JsonNode target : peer.path("targets")) {
                    rows.add(row(trunk, peer, CallText.text(target.path("address")), state(peer, target), rtt(target),
                            ago(target.path("lastOptionsAnswered"), now), failure(target, now), now));
                }
            }
        }
        return CallText.aligned(rows);
    }

    private static List<String> row(JsonNode trunk, JsonNode peer, String address, String state, String rtt,
            String answered, String failure, Instant now) {
        String from = trunk.has("serviceAddress") ? " (" + CallText.text(trunk.path("serviceAddress")) + ")" : "";
        return List.of(CallText.text(trunk.path("name")) + from, CallText.text(peer.path("name")),
                CallText.text(peer.path("address")), address, state, rtt, answered,
                ago(peer.path("lastOptionsReceived"), now), failure);
    }

    private static String state(JsonNode peer, JsonNode target) {
        long rests = target.path("restSeconds").asLong();
        return CallText.text(target.path("state")) + (rests > 0 ? ", rests " + rests + " s" : "")
                + (peer.path("stale").asBoolean() ? ", stale" : "");
    }

    private static String rtt(JsonNode target) {
        JsonNode millis = target.path("rttMillis");
        return millis.isNumber() ? String.format(Locale.ROOT, "%.1f ms", millis.asDouble()) : "-";
    }

    private static String failure(JsonNode target, Instant now) {
        return target.has("lastFailure")
                ? CallText.text(target.path("lastFailure")) + ", " + ago(target.path("lastFailureAt"), now)
                : "-";
    }

    private static String ago(JsonNode at, Instant now) {
        if (!at.isTextual()) {
            return "-";
        }
        Duration since = Duration.between(Instant.parse(at.textValue()), now);
        return since.toMinutes() < 10 ? Math.max(0, since.toSeconds()) + " s ago" : since.toMinutes() + " min ago";
    }
}
