package io.tandem.interworking.rules;

import java.util.List;

/** One rule: what it is called, which messages it is for, what it does to them, in order. */
public record MessageRule(String name, RuleCondition when, List<RuleAction> actions) {
    public static final int MAX_NAME = 64;
    public static final int MAX_PATTERN = 512;
    public static final int MAX_ACTIONS = 16;
    /** Over both lists of all trunks. */
    public static final int MAX_RULES = 200;

    public MessageRule {
        actions = List.copyOf(actions);
    }
}
