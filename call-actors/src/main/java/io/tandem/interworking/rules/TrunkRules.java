package io.tandem.interworking.rules;

/** The rules of one trunk: on what it sends us, before the call reads it, and on what the call sends it. */
public record TrunkRules(MessageRules inbound, MessageRules outbound) {
    public static final TrunkRules NONE = new TrunkRules(MessageRules.NONE, MessageRules.NONE);

    public boolean isEmpty() {
        return inbound.rules().isEmpty() && outbound.rules().isEmpty();
    }
}
