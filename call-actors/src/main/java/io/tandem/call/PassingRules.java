package io.tandem.call;

import io.tandem.interworking.PassedRequest;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests that leave the session alone: passed to the other side, whose answer is the answer. */
record PassingRules(CallEnvironment env, CallState.Talking state) {
    /** Of both sides together; one that sends more without waiting for an answer is told to wait. */
    static final int MOST_WAITING = 16;

    /** @param from the leg that it came in on, which has counted it */
    Decision pass(Leg.Confirmed from, CallInput.RequestReceived received) {
        CallState.Talking counted = state.with(from);
        if (state.passed().size() >= MOST_WAITING) {
            SipResponse busy = SipResponse.to(received.request(), 500)
                    .add(HeaderName.RETRY_AFTER, "1")
                    .add(HeaderName.SERVER, env.settings().product())
                    .build();
            return Decision.of(counted, new CallEffect.Respond(from.number(), received.transaction(), busy),
                    new CallEffect.Note(received.request().method() + " refused: " + MOST_WAITING
                            + " requests already wait for an answer"));
        }
        Outgoing<Leg.Confirmed> out = Legs.request(state.otherThan(from.number()), received.request().method(),
                ours -> {
                    ours.add(HeaderName.USER_AGENT, env.settings().product());
                    PassedRequest.fill(received.request(), ours);
                });
        List<Passed> waiting = new ArrayList<>(state.passed());
        waiting.add(new Passed(from.number(), received.transaction(), received.request(), out.transaction()));
        return Decision.of(counted.with(out.leg()).passing(waiting),
                new CallEffect.SendRequest(out.leg().number(), out.transaction(), out.request(), out.flow()));
    }

    Optional<Passed> waitingFor(ClientTransactionId sent) {
        for (Passed passed : state.passed()) {
            if (passed.sent().equals(sent)) {
                return Optional.of(passed);
            }
        }
        return Optional.empty();
    }

    Decision answered(Passed passed, SipResponse response) {
        return settled(passed, PassedRequest.answer(passed.request(), response, env.settings().product()));
    }

    /** No answer came, or it could not be sent: that says nothing of the dialog (RFC 5057 §5.1). */
    Decision unanswered(Passed passed, int status) {
        return settled(passed, SipResponse.to(passed.request(), status)
                .add(HeaderName.SERVER, env.settings().product())
                .build());
    }

    private Decision settled(Passed passed, SipResponse response) {
        List<Passed> waiting = new ArrayList<>(state.passed());
        waiting.remove(passed);
        return Decision.of(state.passing(waiting),
                new CallEffect.Respond(passed.origin(), passed.transaction(), response));
    }
}
