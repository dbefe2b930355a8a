package io.tandem.tenant.number;

import java.util.List;
import java.util.Optional;

/** Rules in the order in which they are tried; the first that matches has its way (NUM-30). */
public record RuleList(String name, List<NumberRule> rules) {
    /** What a pattern sees of a text, and what a translation may make of it, in characters. */
    private static final int MAX_TEXT = 256;

    public RuleList {
        rules = List.copyOf(rules);
    }

    public static RuleList empty(String name) {
        return new RuleList(name, List.of());
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** What the first rule that matches makes of the text; empty when none does. */
    public Optional<Rewrite> apply(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        for (NumberRule rule : rules) {
            Optional<String> after = rule.compiled().rewrite(text);
            if (after.isPresent()) {
                String cut = after.get().length() > MAX_TEXT ? after.get().substring(0, MAX_TEXT) : after.get();
                return Optional.of(new Rewrite(name, rule.name(), text, cut));
            }
        }
        return Optional.empty();
    }

    /** A number that a rule has rewritten. */
    public record Rewrite(String list, String rule, String before, String after) {
        /** For a call's timeline; numbers keep their last three characters (NUM-32, NUM-53). */
        public String masked() {
            return list + " rule \"" + rule + "\": " + PhoneNumber.mask(before) + " -> " + PhoneNumber.mask(after);
        }
    }
}
