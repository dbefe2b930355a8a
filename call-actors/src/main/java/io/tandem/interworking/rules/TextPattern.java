package io.tandem.interworking.rules;

import java.util.List;
import java.util.Optional;

/** A regular expression, compiled. Takes time in proportion to the text, whatever the text. */
public interface TextPattern {
    /** What each group matched where the pattern is first found in the text; the whole match first, "" for a group without one. */
    Optional<List<String>> find(String text);

    /** How many groups it has, the whole match not counted. */
    int groups();
}
