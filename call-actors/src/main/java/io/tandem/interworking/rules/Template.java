package io.tandem.interworking.rules;

import java.util.List;
import java.util.Optional;

/** A text to write, in which {@code $1} to {@code $9} stand for what a group matched, {@code $0} for all, {@code $$} for a $. */
public record Template(String text) {
    /** What a copy writes unless told otherwise. */
    public static final Template WHOLE = new Template("$0");

    /**
     * What is wrong with a template, as what would be right.
     *
     * @param groups groups of the pattern that it is filled from; -1 where there is none
     */
    public static Optional<String> mistake(String text, int groups) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F) {
                return Optional.of("a text without line breaks and other control characters");
            }
            if (c == '$') {
                char next = ++i < text.length() ? text.charAt(i) : ' ';
                if (next == '$') {
                    continue;
                }
                if (next < '0' || next > '9') {
                    return Optional.of("a group's number after each $, as in $1, or $$ for a $");
                }
                if (groups < 0) {
                    return Optional.of("no $" + next + ": there is no pattern with groups ($$ for a $)");
                }
                if (next - '0' > groups) {
                    return Optional.of("no group beyond $" + groups + ": the pattern has " + groups);
                }
            }
        }
        return Optional.empty();
    }

    /** The text with the groups in it, fit for a header's value: no control characters, nothing blank around it. */
    String fill(List<String> groups) {
        StringBuilder out = new StringBuilder(text.length() + 32);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '$' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            char next = text.charAt(++i);
            int group = next - '0';
            out.append(next == '$' ? "$" : group >= 0 && group < groups.size() ? groups.get(group) : "");
        }
        for (int i = 0; i < out.length(); i++) {
            if (out.charAt(i) < ' ' || out.charAt(i) == 0x7F) {
                out.setCharAt(i, ' ');
            }
        }
        return out.toString().strip();
    }
}
