package io.tandem.call;

import io.tandem.interworking.Causes;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import java.util.List;
import java.util.Optional;

/**
 * A call that is a side of this one ({@link BetweenCalls}) has not answered in time: its node has died with the question, or
 * with the answer. Nothing is repeated on that way, and the other call comes back; so what waits gets its answer here, this
 * call goes on, and the other one is asked anew. If that is no more it says 481, which ends this one.
 */
record OtherCallRules(TalkingRules rules) {

    private CallState.Talking state() {
        return rules.state();
    }

    Decision overdue() {
        Decision settled = state().exchange().map(this::overdue).orElseGet(() -> Decision.ignore(state()));
        for (Passed passed : state().passed()) {
            if (settled.next() instanceof CallState.Talking next
                    && BetweenCalls.isThere(next.otherThan(passed.origin()))) {
                settled = new PassingRules(rules.env(), next).unanswered(passed, 500).after(settled.effects());
            }
        }
        return settled;
    }

    private Decision overdue(Exchange exchange) {
        return switch (exchange) {
            case Exchange.Asked asked when isThere(state().otherThan(asked.origin()).number()) ->
                    restoring(new ExchangeRules(rules.env(), state(), rules.now()).failed(asked),
                            state().otherThan(asked.origin()).number());
            case Exchange.Answered answered when isThere(answered.origin()) -> answered.owed().isEmpty()
                    ? restoring(Decision.of(state().in(Optional.empty())), answered.origin())
                    : rules.hangUp(408, Causes.RECOVERY_ON_TIMER_EXPIRY, "the answer was never acknowledged");
            case Exchange.Own own when isThere(own.leg()) ->
                    asking(new OwnOfferRules(rules.env(), state()).failed(own, "the other call does not answer"),
                            own.leg());
            case Exchange.Asked _,
                    Exchange.Answered _,
                    Exchange.Own _ -> Decision.ignore(state());
        };
    }

    private boolean isThere(int leg) {
        return BetweenCalls.isThere(state().leg(leg));
    }

    /** The other call may be in the new session, or know nothing of this one: it is told the old one again. */
    private static Decision restoring(Decision settled, int leg) {
        CallState.Talking next = (CallState.Talking) settled.next();
        return new Decision(next.wanting(OwnOffer.again(leg, OwnOffer.Purpose.RESTORE)), settled.events(),
                settled.effects());
    }

    /** It did not answer that either: whether it is there is asked, and no more (RFC 5057 §5.1). */
    private Decision asking(Decision settled, int leg) {
        CallState.Talking next = (CallState.Talking) settled.next();
        Outgoing<Leg.Confirmed> options = Legs.request(next.leg(leg), SipMethod.OPTIONS,
                request -> request.add(HeaderName.USER_AGENT, rules.env().settings().product()));
        return Decision.of(next.with(options.leg()), settled.effects())
                .then(List.of(TransferRules.send(options)));
    }
}
