package io.tandem.ops.query;

import java.util.List;

/**
 * A call's SIP ladder before it is drawn: columns, and rows from top to bottom. Texts are safe to print: masked where
 * asked, without control characters.
 *
 * @param title the call in a line
 * @param facts what is worth knowing above the drawing, a line each
 * @param columns from left to right: the caller's peer, Tandem, the called peers
 */
record Ladder(String title, List<String> facts, List<Column> columns, List<Row> rows) {

    /** The column of the gateway itself: right of the caller's peer. */
    static final int TANDEM = 1;

    /** @param name of the peer; @param detail its trunk, or "" */
    record Column(String name, String detail) {}

    sealed interface Row {
        /**
         * One SIP message.
         *
         * @param number counts from 1, as {@code F1} in the RFCs
         * @param micros since the call's start
         * @param from column; @param to column
         * @param atEdge handled beside the socket: drawn thinner
         */
        record Message(int number, long micros, int from, int to, String label, Kind kind, boolean atEdge)
                implements
                    Row {}

        /** Nothing was said for a while. */
        record Pause(long micros) implements Row {}

        /** The parties hear each other. @param callee column of the called peer */
        record Media(String label, int callee) implements Row {}
    }

    enum Kind {
        REQUEST, PROVISIONAL, SUCCESS, FAILURE
    }

    /** Milliseconds with one decimal, as the ladder shows times. */
    static String millis(long micros) {
        long tenths = Math.floorDiv(micros + 50, 100);
        String sign = tenths < 0 ? "-" : "";
        return sign + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10;
    }

    /** A time span for people: {@code 850 ms}, {@code 12.3 s}, {@code 1 h 2 min 05 s}. */
    static String span(long micros) {
        long millis = micros / 1_000;
        if (millis < 1_000) {
            return millis + " ms";
        }
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return seconds + "." + millis / 100 % 10 + " s";
        }
        String rest = seconds / 60 % 60 + " min " + twoDigits(seconds % 60) + " s";
        return seconds < 3_600 ? rest : seconds / 3_600 + " h " + rest;
    }

    private static String twoDigits(long value) {
        return value < 10 ? "0" + value : String.valueOf(value);
    }
}
