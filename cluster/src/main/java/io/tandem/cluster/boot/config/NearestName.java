package io.tandem.cluster.boot.config;

import java.util.Collection;
import java.util.Optional;

/** Finds the known name that a mistyped one most likely meant. */
final class NearestName {

    private NearestName() {}

    /** The nearest of the known names, when it is near enough that a slip of the fingers explains it. */
    static Optional<String> of(String typed, Collection<String> known) {
        int allowed = typed.length() <= 3 ? 1 : Math.max(2, typed.length() / 3);
        String best = null;
        for (String name : known) {
            int distance = distance(typed, name);
            if (distance <= allowed) {
                best = name;
                allowed = distance - 1;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Levenshtein distance: insertions, deletions and changes of one character. */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
