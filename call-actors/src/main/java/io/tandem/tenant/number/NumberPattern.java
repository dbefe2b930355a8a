package io.tandem.tenant.number;

import java.util.Optional;

/** A pattern with its translation, compiled. Takes time in proportion to the text, whatever the text (NUM-32). */
public interface NumberPattern {
    /** The text translated, or empty when the pattern is not in it. */
    Optional<String> rewrite(String text);
}
