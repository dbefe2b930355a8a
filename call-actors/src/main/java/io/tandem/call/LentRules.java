package io.tandem.call;

import io.tandem.leg.Leg;
import io.tandem.leg.SessionTimer;
import io.tandem.port.CallId;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.dialog.DialogRequestVerdict;
import io.tandem.sip.message.SipMethod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Another call has asked for the party behind a side of this one, which is to take that call in the place of its dialog with
 * us (RFC 5589 §7). Who asked for that may hang up here as soon as its REFER is accepted, as it may in the other call
 * (TRAP-20): the party's dialog lives until the other call has it, for a dialog that is gone cannot be replaced (RFC 3891 §3).
 */
record LentRules(CallEnvironment env, CallState.Talking state, Instant now) {

    /** The party is lent: what tells when that is over comes from the other call, or never, where its node has died. */
    static Decision lend(CallEnvironment env, CallState.Talking state, CallInput.FarSideAsked asked, Leg.Confirmed by) {
        return Decision.of(state.transferring(Optional.of(new Transfer.Lent(asked.by(), by.number(), false))),
                new CallEffect.StartTimer(CallTimer.NO_ANSWER, env.settings().noAnswerTimeout()));
    }

    /** What was decided, and word to the call that has lent its party, where that is no longer needed. */
    static Decision returning(CallEnvironment env, CallState before, Decision decided) {
        Optional<CallId> lender = lender(before);
        return lender.isEmpty() || lender(decided.next()).isPresent()
                ? decided
                : decided.then(List.of(new CallEffect.TellCall(lender.get(),
                        new CallInput.FarSideReturned(env.id()))));
    }

    private static Optional<CallId> lender(CallState state) {
        return state instanceof CallState.Talking talking
                ? talking.transfer().flatMap(Transfer::refer).flatMap(Transfer.Refer::lender)
                : Optional.empty();
    }

    /** Empty: it is an ordinary matter of the call. */
    Optional<Decision> on(Transfer.Lent lent, CallInput input) {
        if (input instanceof CallInput.RequestReceived received) {
            return request(lent, received);
        }
        if (input instanceof CallInput.FarSideReturned returned && returned.by().equals(lent.by())
                || input instanceof CallInput.TimerExpired(CallTimer timer) && timer == CallTimer.NO_ANSWER) {
            return Optional.of(returned(lent));
        }
        boolean check = input instanceof CallInput.TimerExpired(CallTimer timer) && timer == CallTimer.CHECK;
        return check && lent.left() ? Optional.of(Decision.ignore(state)) : Optional.empty(); // half of it has gone
    }

    /** What the side says that may leave, or the party behind it. */
    Optional<Decision> request(Transfer.Lent lent, CallInput.RequestReceived received) {
        return request(new Waiting(lent.leg(), lent.left(), lent.leaving(), Optional.empty(),
                lent.by().value()), received);
    }

    /** The same while the other call's INVITE for its place is under way ({@link ReplacesRules}). */
    Optional<Decision> request(Transfer.Replacing replacing, CallInput.RequestReceived received) {
        return request(new Waiting(replacing.replaced(), replacing.left(), replacing.leaving(), state.exchange(),
                replacing.newcomer().path().peer()), received);
    }

    /**
     * @param gone the transfer as it is once the side of that leg has left
     * @param asked our question to the party, which stays
     * @param whom the party waits for
     */
    private record Waiting(int leg, boolean left, Transfer gone, Optional<Exchange> asked, String whom) {}

    private Optional<Decision> request(Waiting lent, CallInput.RequestReceived received) {
        DialogId dialog = DialogId.ofReceived(received.request());
        for (Leg.Confirmed leg : List.of(state.caller(), state.callee())) {
            if (leg.dialog().id().equals(dialog)
                    && leg.dialog().receive(received.request()) instanceof DialogRequestVerdict.InOrder(Dialog newer)) {
                Leg.Confirmed counted = leg.with(newer.withTargetOf(leg.dialog()));
                return leg.number() == lent.leg() ? ofAsker(lent, counted, received) : ofParty(lent, counted, received);
            }
        }
        return Optional.empty();
    }

    private Optional<Decision> ofAsker(Waiting lent, Leg.Confirmed asker, CallInput.RequestReceived received) {
        if (lent.left()) {
            return Optional.of(Decision.of(state, EarlyRequests.refuse(env, received)));
        }
        if (!received.request().method().equals(SipMethod.BYE)) {
            return Optional.empty();
        }
        Decision settled = new ExchangeRules(env, state, now).left(lent.leg());
        CallState.Talking alone = ((CallState.Talking) settled.next())
                .with(asker.with(SessionTimer.NONE)) // nobody refreshes it
                .in(lent.asked())
                .wantingNothing()
                .transferring(Optional.of(lent.gone()));
        return Optional.of(Decision.of(alone, EarlyRequests.accept(env, received))
                .then(settled.effects())
                .then(List.of(new CallEffect.Note("a side has hung up; its party waits for " + lent.whom()))));
    }

    /** Nobody is there who could be asked; a BYE of its own is as good as ever. */
    private Optional<Decision> ofParty(Waiting lent, Leg.Confirmed party, CallInput.RequestReceived received) {
        SipMethod method = received.request().method();
        boolean session = method.equals(SipMethod.INVITE) || method.equals(SipMethod.UPDATE)
                && received.request().hasBody();
        boolean forOther = session || TransferRules.isForOther(method);
        return lent.left() && forOther
                ? Optional.of(Decision.of(state.with(party),
                        EarlyRequests.answer(env, received, session ? 491 : 480)))
                : Optional.empty();
    }

    /** The other call has the party, which ends its dialog here itself, or does not get it: then nobody is left with it. */
    private Decision returned(Transfer.Lent lent) {
        return lent.left()
                ? new TalkingRules(env, state, now).hasHungUp(lent.leg())
                : Decision.of(state.transferring(Optional.empty()), new CallEffect.StopTimer(CallTimer.NO_ANSWER));
    }
}
