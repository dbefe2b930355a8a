package io.tandem.ops.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a ladder is wanted: {@code ?format=text|svg} goes before the Accept header, {@code ?numbers=full|masked};
 * {@code ?messages=full} puts the messages below a text.
 */
record LadderStyle(boolean svg, boolean fullNumbers, boolean messages) {
    static final String RIGHT = "the ladder knows format=text or format=svg, numbers=masked or numbers=full, and of "
            + "a text messages=none or messages=full";

    private static final List<String> KNOWN = List.of("format", "numbers", "messages");

    /** @return empty when the query says something else */
    static Optional<LadderStyle> of(Question question) {
        Map<String, List<String>> query = question.query();
        for (String name : query.keySet()) {
            if (!KNOWN.contains(name)) {
                return Optional.empty();
            }
        }
        Optional<Boolean> messages = either(query, "messages", "none", "full", false);
        Optional<Boolean> svg = either(query, "format", "text", "svg", question.accept().contains("image/svg+xml")
                && !query.containsKey("messages"));
        Optional<Boolean> full = either(query, "numbers", "masked", "full", false);
        if (svg.isEmpty() || full.isEmpty() || messages.isEmpty() || svg.get() && messages.get()) {
            return Optional.empty();
        }
        return Optional.of(new LadderStyle(svg.get(), full.get(), messages.get()));
    }

    private static Optional<Boolean> either(Map<String, List<String>> query, String name, String no, String yes,
            boolean otherwise) {
        if (!query.containsKey(name)) {
            return Optional.of(otherwise);
        }
        String value = String.join(",", query.get(name));
        return value.equals(yes) ? Optional.of(true) : value.equals(no) ? Optional.of(false) : Optional.empty();
    }
}
