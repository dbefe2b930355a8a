package io.tandem.interworking.rules;

import io.tandem.sip.message.HeaderName;
import java.util.Optional;

/**
 * One thing that a rule does. A template is filled from the action's own pattern where it has one, else from that of the
 * rule's condition. A row whose value would be empty is not written.
 */
public sealed interface RuleAction {
    int MAX_VALUE = 256;

    /** One more row. */
    record Add(HeaderName header, Template value) implements RuleAction {}

    /** The one row of that name; with a pattern, the rows that match get the value and no other is touched. */
    record Set(HeaderName header, Optional<TextPattern> matches, Template value) implements RuleAction {}

    /** A parameter of each row: replaced or added. */
    record SetParameter(HeaderName header, String parameter, Template value) implements RuleAction {}

    /** All rows of that name, or those that match. */
    record Remove(HeaderName header, Optional<TextPattern> matches) implements RuleAction {}

    record RemoveParameter(HeaderName header, String parameter) implements RuleAction {}

    /** All rows of that name under another. */
    record Rename(HeaderName header, HeaderName to) implements RuleAction {}

    /** One more row of another name for each row that matches; those stay. */
    record Copy(Source from, HeaderName to, Optional<TextPattern> matches, Template value) implements RuleAction {}

    /** @param line as it stands in the description, without its line break: {@code a=ptime:20} */
    record AddLine(Section section, String line) implements RuleAction {}

    /** The lines that match, never one of v, o, s, c, t or m: these say where and what the media is. */
    record RemoveLines(Section section, TextPattern matches) implements RuleAction {}

    /** Which part of a session description: what stands before the first m=, or all audio streams. */
    enum Section {
        SESSION, AUDIO
    }
}
