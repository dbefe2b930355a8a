package io.tandem.ops.query;

import io.tandem.ops.query.Answer.ErrorBody;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The query of {@code GET /ops/calls}, as far as it could be read.
 *
 * @param after where the page before ended
 * @param errors what is wrong with it, every mistake at once; the rest holds only when this is empty
 */
record CallListQuery(CallFilter filter, int top, int skip, Optional<CallCursor> after, List<ErrorBody> errors) {
    static final int DEFAULT_TOP = 100;
    static final int MAX_TOP = 1_000;
    static final int MAX_SKIP = 10_000;
    private static final int MAX_TEXT = 128;
    private static final List<String> NAMES = List.of("account", "number", "state", "top", "skip", "after");

    static CallListQuery of(Map<String, List<String>> query) {
        Reading reading = new Reading(query);
        CallFilter filter = new CallFilter(reading.text("account"), reading.number(), reading.state());
        return new CallListQuery(filter, reading.whole("top", 1, MAX_TOP, DEFAULT_TOP),
                reading.whole("skip", 0, MAX_SKIP, 0), reading.after(), List.copyOf(reading.errors));
    }

    /** Where the calls after this page are: the same query, behind its last call. */
    String next(CallCursor last) {
        StringBuilder link = new StringBuilder(OpsRoutes.CALLS).append("?top=")
                .append(top)
                .append("&after=")
                .append(last.text());
        filter.account().ifPresent(account -> link.append("&account=").append(encoded(account)));
        filter.number().ifPresent(number -> link.append("&number=").append(encoded(number)));
        filter.state().ifPresent(state -> link.append("&state=").append(encoded(state)));
        return link.toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static final class Reading {
        private final Map<String, List<String>> query;
        private final List<ErrorBody> errors = new ArrayList<>();

        Reading(Map<String, List<String>> query) {
            this.query = query;
            query.forEach((name, values) -> {
                if (!NAMES.contains(name)) {
                    wrong(name, "no such parameter; there are " + String.join(", ", NAMES));
                } else if (values.size() > 1) {
                    wrong(name, "given " + values.size() + " times; give it once");
                }
            });
        }

        Optional<String> text(String name) {
            List<String> values = query.getOrDefault(name, List.of());
            if (values.isEmpty()) {
                return Optional.empty();
            }
            String value = values.getFirst().strip();
            if (value.isEmpty() || value.length() > MAX_TEXT) {
                wrong(name, "must have 1 to " + MAX_TEXT + " characters");
                return Optional.empty();
            }
            return Optional.of(value);
        }

        /** A plus sign that was not written as %2B arrives as a space: what is meant is plain. */
        Optional<String> number() {
            boolean plusLost = query.getOrDefault("number", List.of()).stream().anyMatch(n -> n.startsWith(" "));
            return text("number").map(number -> plusLost ? "+" + number : number);
        }

        Optional<String> state() {
            Optional<String> wanted = text("state");
            if (wanted.isEmpty()) {
                return wanted;
            }
            for (String state : CallFilter.STATES) {
                if (state.toLowerCase(Locale.ROOT).equals(wanted.get().toLowerCase(Locale.ROOT))) {
                    return Optional.of(state);
                }
            }
            wrong("state", "must be one of " + String.join(", ", CallFilter.STATES));
            return Optional.empty();
        }

        Optional<CallCursor> after() {
            Optional<String> text = text("after");
            Optional<CallCursor> after = text.flatMap(CallCursor::parse);
            if (text.isPresent() && after.isEmpty()) {
                wrong("after", "must be as a nextLink has it");
            }
            return after;
        }

        int whole(String name, int least, int most, int otherwise) {
            Optional<String> text = text(name);
            if (text.isEmpty()) {
                return otherwise;
            }
            try {
                int value = Integer.parseInt(text.get());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // said below, like a number out of range
            }
            wrong(name, "must be a whole number from " + least + " to " + most);
            return otherwise;
        }

        private void wrong(String name, String what) {
            errors.add(new ErrorBody("InvalidParameter", name + ": " + what, name, List.of()));
        }
    }
}
