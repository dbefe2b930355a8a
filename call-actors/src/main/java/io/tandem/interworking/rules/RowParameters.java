package io.tandem.interworking.rules;

import io.tandem.sip.message.Parameters;
import java.util.Optional;

/**
 * A header row cut where its parameters begin: the first semicolon outside quotes and angle brackets (RFC 3261 §20).
 *
 * @param whole whether all behind it was read; a list of values, or what breaks the grammar, is left alone
 */
record RowParameters(String value, Parameters parameters, boolean whole) {

    static RowParameters of(String row) {
        int cut = cut(row);
        if (cut < 0) {
            return new RowParameters(row, Parameters.EMPTY, false);
        }
        if (cut == row.length()) {
            return new RowParameters(row, Parameters.EMPTY, true);
        }
        Optional<Parameters> read = Parameters.parse(row.substring(cut));
        return new RowParameters(row.substring(0, cut).stripTrailing(), read.orElse(Parameters.EMPTY),
                read.isPresent());
    }

    /** -1 for a row of several values. */
    private static int cut(String row) {
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<' || c == '>') {
                bracketed = c == '<';
            } else if (c == ',' && !bracketed) {
                return -1;
            } else if (c == ';' && !bracketed) {
                return i;
            }
        }
        return row.length();
    }

    String with(Parameters other) {
        return value + other.text();
    }
}
