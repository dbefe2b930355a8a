package io.tandem.cluster.cli;

import io.tandem.cluster.cli.RulesCommand.Direction;
import io.tandem.interworking.rules.MessageRule;
import io.tandem.interworking.rules.MessageRules;
import io.tandem.interworking.rules.MessageRules.Applied;
import io.tandem.interworking.rules.MessageRules.Outcome;
import io.tandem.port.PeerGroup;
import io.tandem.sip.message.SipMessage;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a trunk's rules make of one message, told rule by rule (F-22). */
record RulesTrial(PeerGroup group, Direction direction, PrintWriter out) {

    /** False when the trunk has no rules for that direction. */
    boolean of(SipMessage message) {
        MessageRules rules = switch (direction) {
            case in -> group.rules().inbound();
            case out -> group.rules().outbound();
        };
        if (rules.rules().isEmpty()) {
            return false;
        }
        Outcome outcome = rules.apply(message);
        Map<String, Applied> applied = outcome.applied()
                .stream()
                .collect(Collectors.toMap(Applied::rule, Function.identity()));
        out.println("group " + group.name() + ", " + direction + ": " + rules.rules().size() + " rules");
        for (MessageRule rule : rules.rules()) {
            Applied done = applied.get(rule.name());
            out.println("  " + rule.name() + "  " + (done == null ? "no match" : "matches: " + done.words()));
        }
        out.println();
        String text = new String(outcome.message().toBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        out.print(text.endsWith("\n") ? text : text + "\n");
        return true;
    }
}
