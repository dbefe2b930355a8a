package io.tandem.interworking.rules;

import io.tandem.sip.message.SipMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules in order; each sees what those before it have made of the message. */
public record MessageRules(List<MessageRule> rules) {
    public static final MessageRules NONE = new MessageRules(List.of());
    /** As wide as a datagram can be: an action that would make more of a message is left undone. */
    static final int MAX_MESSAGE_BYTES = 65_000;

    public MessageRules {
        rules = List.copyOf(rules);
    }

    /** @param applied the rules that matched, in order @param message the same one when none changed it */
    public record Outcome(SipMessage message, List<Applied> applied) {}

    /** What a rule that matched has done, in words without values: these may hold numbers of people (NUM-53). */
    public record Applied(String rule, List<String> changes) {
        public String words() {
            return changes.isEmpty() ? "changes nothing" : String.join(", ", changes);
        }
    }

    public Outcome apply(SipMessage message) {
        SipMessage current = message;
        List<Applied> applied = new ArrayList<>(2);
        for (MessageRule rule : rules) {
            Optional<List<String>> captures = rule.when().captures(current);
            if (captures.isEmpty()) {
                continue;
            }
            List<String> changes = new ArrayList<>(rule.actions().size());
            for (RuleAction action : rule.actions()) {
                Optional<Edit> edit = Edit.of(action, current, captures.get())
                        .filter(done -> done.message().wireLength() <= MAX_MESSAGE_BYTES);
                if (edit.isPresent()) {
                    current = edit.get().message();
                    changes.add(edit.get().what());
                }
            }
            applied.add(new Applied(rule.name(), List.copyOf(changes)));
        }
        return new Outcome(current, applied);
    }
}
