package io.tandem.tenant;

import java.util.List;

/** What a tenant does about an input: events to store, then orders to carry out. */
public record Decision(List<TenantEvent> events, List<TenantEffect> effects) {

    static Decision nothing() {
        return new Decision(List.of(), List.of());
    }

    static Decision reply(TenantReply reply) {
        return new Decision(List.of(), List.of(new TenantEffect.Reply(reply)));
    }

    static Decision refuse(TenantReply.Refusal reason) {
        return reply(TenantReply.Refused.of(reason));
    }

    static Decision order(TenantEffect effect) {
        return new Decision(List.of(), List.of(effect));
    }

    static Decision of(TenantEvent event, List<TenantEffect> effects) {
        return new Decision(List.of(event), effects);
    }

    static Decision of(TenantEvent event, TenantEffect effect) {
        return of(event, List.of(effect));
    }
}
