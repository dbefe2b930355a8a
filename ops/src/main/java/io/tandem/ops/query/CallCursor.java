package io.tandem.ops.query;

import io.tandem.port.CallSummary;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the list of calls, which is ordered by their start and then by their id: calls that begin or end between two
 * pages move nothing.
 *
 * @param call id of the call that stands there
 */
public record CallCursor(Instant startedAt, String call) implements Comparable<CallCursor> {
    private static final Comparator<CallCursor> ORDER = Comparator.comparing(CallCursor::startedAt)
            .thenComparing(CallCursor::call);
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})\\.(\\d{9})-([0-9a-z]{20})");

    public static CallCursor of(CallSummary call) {
        return new CallCursor(call.startedAt(), call.id().value());
    }

    static Optional<CallCursor> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new CallCursor(Instant.ofEpochSecond(Long.parseLong(matcher.group(1)),
                        Long.parseLong(matcher.group(2))), matcher.group(3)))
                : Optional.empty();
    }

    String text() {
        return startedAt.getEpochSecond() + "." + String.format("%09d", startedAt.getNano()) + "-" + call;
    }

    @Override
    public int compareTo(CallCursor other) {
        return ORDER.compare(this, other);
    }
}
