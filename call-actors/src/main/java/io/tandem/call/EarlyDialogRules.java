package io.tandem.call;

import io.tandem.interworking.Methods;
import io.tandem.interworking.PassedRequest;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.dialog.DialogRequestVerdict;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests in the dialogs of a call that is not answered yet (RFC 3261 §12.2.2). */
record EarlyDialogRules(CallEnvironment env, CallState.Inviting state, Instant now) {

    /** Any but the caller's BYE. */
    Decision asked(CallInput.RequestReceived received) {
        if (EarlyRequests.isCallers(state.caller(), received.request())) {
            Leg.Early known = state.early().caller().orElseGet(() -> Legs.early(state.caller()));
            return counted(known, received, newer -> byCaller(newer, state.with(state.early().with(newer)), received));
        }
        Optional<Fork> fork = state.early()
                .fork(received.request().fromTag().orElse(""))
                .filter(known -> known.dialog(state.callee())
                        .filter(leg -> leg.dialog().id().equals(DialogId.ofReceived(received.request())))
                        .isPresent());
        return fork.map(known -> counted(known.dialog(state.callee()).orElseThrow(), received,
                newer -> byFork(known.with(newer), newer, received)))
                .orElseGet(() -> Decision.of(state, EarlyRequests.refuse(env, received)));
    }

    private interface Rule {
        Decision of(Leg.Early counted);
    }

    private Decision counted(Leg.Early leg, CallInput.RequestReceived received, Rule rule) {
        return switch (leg.dialog().receive(received.request())) {
            case DialogRequestVerdict.OutOfOrder _ ->
                    Decision.of(state, EarlyRequests.answer(env, received, DialogRequestVerdict.OutOfOrder.STATUS));
            case DialogRequestVerdict.InOrder(Dialog newer) ->
                    rule.of(leg.with(newer.withTargetOf(leg.dialog()))); // the target changes with what is accepted
        };
    }

    private Decision byCaller(Leg.Early caller, CallState.Inviting counted, CallInput.RequestReceived received) {
        SipMethod method = received.request().method();
        if (method.equals(SipMethod.PRACK)) {
            return new ProgressRules(env, counted, now).acknowledged(received);
        }
        if (PassedRequest.passes(method)) {
            return pass(counted, caller, toCalled(counted), received);
        }
        if (method.equals(SipMethod.UPDATE) && !received.request().hasBody()) {
            return refreshed(counted.with(counted.early().with(refreshing(caller, received))), caller, received);
        }
        if (method.equals(SipMethod.UPDATE) || method.equals(SipMethod.INVITE)) {
            // while its offer has no answer that it is sure to hold, it has to wait (RFC 3311 §5.2, RFC 3261 §14.2);
            // then the session is what both sides have agreed on until the answer
            boolean agreed = counted.early().telling().agreed() && method.equals(SipMethod.UPDATE);
            return Decision.of(counted,
                    agreed ? EarlyRequests.answer(env, received, 488) : EarlyRequests.later(env, received));
        }
        return Decision.of(counted, EarlyRequests.answer(env, received, other(method)));
    }

    private Decision byFork(Fork fork, Leg.Early leg, CallInput.RequestReceived received) {
        CallState.Inviting counted = state.with(state.early().with(fork, false));
        SipMethod method = received.request().method();
        if (PassedRequest.passes(method)) {
            Optional<Leg.Early> caller = state.relayed() > 100
                    ? Optional.of(state.early().caller().orElseGet(() -> Legs.early(state.caller())))
                    : Optional.empty();
            return pass(counted, leg, caller, received);
        }
        if (method.equals(SipMethod.UPDATE) && !received.request().hasBody()) {
            Fork newer = fork.with(refreshing(leg, received));
            return refreshed(state.with(state.early().with(newer, false)), leg, received);
        }
        if (method.equals(SipMethod.UPDATE) || method.equals(SipMethod.INVITE)) {
            // our INVITE is open, and its offer, where it has no answer that we have acknowledged
            boolean agreed = fork.agreed() && method.equals(SipMethod.UPDATE);
            return Decision.of(counted, EarlyRequests.answer(env, received, agreed ? 488 : 491));
        }
        if (method.equals(SipMethod.BYE)) { // §15: the called side says no, it does not hang up
            return Decision.of(counted, EarlyRequests.refuse(env, received));
        }
        return Decision.of(counted, EarlyRequests.answer(env, received, other(method)));
    }

    private static int other(SipMethod method) {
        return method.equals(SipMethod.OPTIONS) ? 200 : method.known() ? 405 : 501;
    }

    private static Leg.Early refreshing(Leg.Early leg, CallInput.RequestReceived update) {
        return leg.with(leg.dialog().refreshTarget(update.request()));
    }

    /** It asks nothing of the session (RFC 3311 §5.2). */
    private Decision refreshed(CallState.Inviting next, Leg.Early leg, CallInput.RequestReceived update) {
        SipResponse response = SipResponse.to(update.request(), 200)
                .contact(leg.path().contact())
                .add(HeaderName.ALLOW, Methods.ALLOW)
                .add(HeaderName.SERVER, env.settings().product())
                .build();
        return Decision.of(next, new CallEffect.Respond(leg.number(), update.transaction(), response));
    }

    /** The phone that the caller hears, else the one that rang last. */
    private Optional<Leg.Early> toCalled(CallState.Inviting counted) {
        return heard(counted).flatMap(fork -> fork.dialog(counted.callee()));
    }

    private static Optional<Fork> heard(CallState.Inviting counted) {
        List<Fork> forks = counted.early().forks().stream().filter(fork -> !fork.over()).toList();
        return counted.early().heard().or(() -> forks.isEmpty() ? Optional.empty() : Optional.of(forks.getLast()));
    }

    /** Tones as INFO, mostly: to the other side, where it has a dialog to be told in; else not yet. */
    private Decision pass(CallState.Inviting counted, Leg.Early from, Optional<Leg.Early> to,
            CallInput.RequestReceived received) {
        Early early = counted.early();
        Optional<Leg.Early> other = to.filter(Legs::hasRoom);
        if (other.isEmpty() || early.passed().size() >= PassingRules.MOST_WAITING) {
            return Decision.of(counted, EarlyRequests.later(env, received));
        }
        Outgoing<Leg.Early> out = Legs.request(other.get(), received.request().method(), ours -> {
            ours.add(HeaderName.USER_AGENT, env.settings().product());
            PassedRequest.fill(received.request(), ours);
        });
        List<Passed> waiting = new ArrayList<>(early.passed());
        waiting.add(new Passed(from.number(), received.transaction(), received.request(), out.transaction()));
        Early sent = out.leg().number() == 0
                ? early.with(out.leg())
                : early.with(heard(counted).orElseThrow().with(out.leg()), false);
        return Decision.of(counted.with(sent.passing(waiting)),
                new CallEffect.SendRequest(out.leg().number(), out.transaction(), out.request(), out.flow()));
    }

    Optional<Passed> waitingFor(ClientTransactionId sent) {
        for (Passed passed : state.early().passed()) {
            if (passed.sent().equals(sent)) {
                return Optional.of(passed);
            }
        }
        return Optional.empty();
    }

    /** A 481 of one phone's dialog says nothing of the one that the caller has (RFC 5057 §5.1). */
    Decision answered(CallInput.ResponseReceived received) {
        Passed passed = waitingFor(received.transaction()).orElseThrow();
        SipResponse response = received.response();
        if (!response.finalResponse()) {
            return Decision.ignore(state);
        }
        return response.status() == 481
                ? unanswered(passed.sent(), 500)
                : settled(passed, new CallEffect.Respond(passed.origin(), passed.transaction(),
                        PassedRequest.answer(passed.request(), response, env.settings().product())));
    }

    Decision unanswered(ClientTransactionId sent, int status) {
        Passed passed = waitingFor(sent).orElseThrow();
        return settled(passed, settle(env, passed, status));
    }

    private Decision settled(Passed passed, CallEffect answer) {
        List<Passed> waiting = new ArrayList<>(state.early().passed());
        waiting.remove(passed);
        return Decision.of(state.with(state.early().passing(waiting)), answer);
    }

    static CallEffect settle(CallEnvironment env, Passed passed, int status) {
        return new CallEffect.Respond(passed.origin(), passed.transaction(), SipResponse.to(passed.request(), status)
                .add(HeaderName.SERVER, env.settings().product())
                .build());
    }
}
