package io.tandem.ops.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a ladder is wanted: {@code ?format=text|svg} goes before the Accept header, {@code ?numbers=full|masked}. */
record LadderStyle(boolean svg, boolean fullNumbers) {
    static final String RIGHT = "the ladder knows format=text or format=svg, and numbers=masked or numbers=full";

    /** @return empty when the query says something else */
    static Optional<LadderStyle> of(Question question) {
        Map<String, List<String>> query = question.query();
        for (String name : query.keySet()) {
            if (!name.equals("format") && !name.equals("numbers")) {
                return Optional.empty();
            }
        }
        Optional<Boolean> svg = either(query, "format", "text", "svg", question.accept().contains("image/svg+xml"));
        Optional<Boolean> full = either(query, "numbers", "masked", "full", false);
        return svg.flatMap(isSvg -> full.map(isFull -> new LadderStyle(isSvg, isFull)));
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
