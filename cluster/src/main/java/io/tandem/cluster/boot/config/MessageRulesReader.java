package io.tandem.cluster.boot.config;

import io.tandem.interworking.rules.MessageRule;
import io.tandem.interworking.rules.MessageRules;
import io.tandem.interworking.rules.RuleAction;
import io.tandem.interworking.rules.RuleCondition;
import io.tandem.interworking.rules.TrunkRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code rules} of each peer group: what is done to the messages of its calls (F-22). One reader reads all groups. */
final class MessageRulesReader {
    private static final String RULES = "a list of rules: [ { name = ..., when { ... }, do = [ ... ] } ]";
    private static final String ACTIONS = "a list of 1 to " + MessageRule.MAX_ACTIONS
            + " actions: [ { add = X-Name, value = ... } ]";
    private final Mistakes mistakes;
    private int rules;

    /** Which way the messages of a list go. */
    enum Direction {
        INBOUND, OUTBOUND
    }

    MessageRulesReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    TrunkRules read(Section group) {
        Section section = group.section("rules");
        int before = rules;
        TrunkRules read = new TrunkRules(list(section, "inbound", Direction.INBOUND),
                list(section, "outbound", Direction.OUTBOUND));
        if (before <= MessageRule.MAX_RULES && rules > MessageRule.MAX_RULES) {
            group.wrong("rules", "at most " + MessageRule.MAX_RULES + " rules in all peer groups together");
        }
        section.done();
        return read;
    }

    private MessageRules list(Section section, String key, Direction direction) {
        List<MessageRule> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section rule : section.sections(key, RULES)) {
            rules++;
            rule(rule, direction, names).ifPresent(read::add);
        }
        return new MessageRules(read);
    }

    private Optional<MessageRule> rule(Section rule, Direction direction, Set<String> names) {
        String right = "a name of 1 to " + MessageRule.MAX_NAME + " characters, without \" and line breaks";
        Optional<Item> name = rule.item("name", right);
        name.ifPresent(item -> {
            if (!item.text().matches("[^\"\\p{Cntrl}]{1," + MessageRule.MAX_NAME + "}")) {
                mistakes.add(item, right);
            } else if (!names.add(item.text())) {
                mistakes.add(item, "a name that no other rule of the list has");
            }
        });
        RuleWords words = new RuleWords(name.map(Item::text).orElse("?"), mistakes);
        int before = mistakes.all().size();
        RuleCondition when = new RuleConditionReader(words).read(rule.section("when"));
        List<RuleAction> actions = new ArrayList<>();
        List<Section> sections = rule.sections("do", ACTIONS);
        if (sections.isEmpty() || sections.size() > MessageRule.MAX_ACTIONS) {
            rule.wrong("do", ACTIONS);
        }
        RuleActionReader reader = new RuleActionReader(words, when, direction);
        for (Section action : sections) {
            reader.read(action).ifPresent(actions::add);
        }
        rule.done();
        return name.isPresent() && mistakes.all().size() == before
                ? Optional.of(new MessageRule(name.get().text(), when, actions))
                : Optional.empty();
    }
}
