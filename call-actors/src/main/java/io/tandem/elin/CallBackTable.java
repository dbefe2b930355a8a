package io.tandem.elin;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of the table of call-backs. Immutable. @param rows by the number of the place */
public record CallBackTable(Map<String, Row> rows) {
    /** Of one part. Beyond it, the row goes whose time ends first: a new call for help is worth more. */
    public static final int MOST_ROWS = 1_000;
    public static final CallBackTable EMPTY = new CallBackTable(Map.of());

    public CallBackTable {
        rows = Map.copyOf(rows);
    }

    /**
     * Who is reached at the number of a place.
     *
     * @param elin @param caller canonical numbers
     * @param untilMillis end of that, in ms since 1970
     */
    public record Row(String elin, String caller, long untilMillis) {
        public boolean counts(long nowMillis) {
            return nowMillis < untilMillis;
        }

        /** Of two of the same number the one that ends later, which the later call has made. */
        public Row or(Row other) {
            return other.untilMillis > untilMillis ? other : this;
        }
    }

    /** A number of a place stands for a caller. @param atMillis when that was said; what had ended by then is forgotten */
    public record Kept(Row row, long atMillis) {}

    /** Empty when the table knows it, or something later, already. */
    public Optional<Kept> keep(Row row, long nowMillis) {
        Row known = rows.get(row.elin());
        return row.counts(nowMillis) && (known == null || known.or(row) == row)
                ? Optional.of(new Kept(row, nowMillis))
                : Optional.empty();
    }

    public CallBackTable apply(Kept kept) {
        Map<String, Row> newer = new HashMap<>(rows);
        newer.values().removeIf(row -> !row.counts(kept.atMillis()));
        newer.merge(kept.row().elin(), kept.row(), Row::or);
        if (newer.size() > MOST_ROWS) {
            newer.values()
                    .stream()
                    .min(Comparator.comparingLong(Row::untilMillis))
                    .ifPresent(first -> newer.remove(first.elin()));
        }
        return new CallBackTable(newer);
    }

    /** Those that count, in no order. */
    public List<Row> counting(long nowMillis) {
        return rows.values().stream().filter(row -> row.counts(nowMillis)).toList();
    }

    public static CallBackTable of(Collection<Row> rows) {
        Map<String, Row> byElin = new HashMap<>();
        rows.forEach(row -> byElin.merge(row.elin(), row, Row::or));
        return new CallBackTable(byElin);
    }
}
