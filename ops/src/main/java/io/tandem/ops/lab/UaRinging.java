package io.tandem.ops.lab;

import io.tandem.media.sdp.SessionDescription;
import io.tandem.ops.lab.UaState.Called;
import io.tandem.ops.lab.UaState.Open;
import io.tandem.ops.lab.UaState.Ring;
import io.tandem.ops.lab.UaState.Talking;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an agent does that is called, until it answers. */
final class UaRinging {
    /** T1, and 64·T1 (RFC 3262 §3). */
    private static final int FIRST_REPETITION_MILLIS = 500;
    private static final int LAST_MILLIS = 32_000;

    private UaRinging() {}

    /** Takes a call, or refuses it with 488 when there is nothing to agree on. */
    static UaStep called(ServerTransactionId id, SipRequest invite, Answering answering, UaSelf self) {
        Optional<SessionDescription> offer = UaMessages.description(invite);
        if (offer.isEmpty() && invite.hasBody()) {
            return UaRules.refused(id, invite, 488, self);
        }
        if (tooShort(invite, self.manner().timer())) {
            SipResponse refusal = UaMessages.tooShort(invite, self);
            return UaStep.over(new Outcome.Refused(422, refusal.reason()), new UaOrder.Answer(id, refusal));
        }
        Optional<UaSession.Agreed> agreed = offer.flatMap(theirs -> UaSession.answering(self.media(), theirs));
        if (offer.isPresent() && agreed.isEmpty()) {
            return UaRules.refused(id, invite, 488, self);
        }
        List<UaOrder> orders = new ArrayList<>();
        answering.rings().forEach(ring -> orders.add(new UaOrder.Wake(UaTimer.RING, ring.afterMillis())));
        orders.add(new UaOrder.Wake(UaTimer.ANSWER, answering.answerAfterMillis()));
        Dialog dialog = Dialog.uasDialog(invite, self.fork(answering.answeringFork()).tag());
        return new UaStep(new Called(id, invite, dialog, agreed, rings(answering), 0, Optional.empty(), false), orders);
    }

    /** RFC 4028 §9: only a caller that knows session timers is told so. */
    private static boolean tooShort(SipRequest invite, SessionTimer ours) {
        int theirs = Refreshing.seconds(invite);
        return ours.wanted() && theirs > 0 && theirs < ours.leastSeconds() && Refreshing.supports(invite);
    }

    /** RFC 3262 §3: each end numbers its own, by one. */
    private static List<Ring> rings(Answering answering) {
        List<Ring> rings = new ArrayList<>();
        for (Provisional ring : answering.rings()) {
            long before = rings.stream().filter(other -> other.what().fork() == ring.fork()).count();
            rings.add(new Ring(ring, before + 1));
        }
        return rings;
    }

    static UaStep decide(Called called, UaInput input, UaSelf self) {
        return switch (input) {
            case UaInput.Due(var timer, var number) -> due(called, timer, number, self);
            case UaInput.Cancelled _ -> UaStep.over(new Outcome.Refused(487, "cancelled by the caller"),
                    UaRules.answer(called.id(), called.invite(), 487, self));
            case UaInput.Requested(var id, var request) when request.method().equals(SipMethod.BYE) -> UaStep.over(
                    new Outcome.Refused(487, "BYE before the answer"), UaRules.answer(id, request, 200, self),
                    UaRules.answer(called.id(), called.invite(), 487, self)); // §15.1.2
            case UaInput.Requested(var id, var request) when request.method().equals(SipMethod.PRACK) -> acknowledged(
                    called, id, request, self);
            case UaInput.Requested(var id, var request) -> UaStep.to(called, UaRules.other(id, request, self));
            case UaInput.Responded _,
                    UaInput.Acknowledged _,
                    UaInput.Broken _,
                    UaInput.AckMissing _ -> UaStep.to(called);
        };
    }

    private static UaStep due(Called called, UaTimer timer, int number, UaSelf self) {
        return switch (timer) {
            case RING -> proceed(called.oneMoreDue(), self);
            case ANSWER -> proceed(called.toAnswer(), self);
            case UNACKNOWLEDGED -> called.open().filter(open -> open.number() == number).isPresent()
                    ? repeat(called, called.open().get(), self)
                    : UaStep.to(called);
            case PATIENCE, HANG_UP, STEP, GLARE, REFRESH, EXPIRED -> UaStep.to(called);
        };
    }

    /** What is due is said, one after the other; nothing further while a reliable response has no PRACK. */
    private static UaStep proceed(Called called, UaSelf self) {
        if (called.open().isPresent()) {
            return UaStep.to(called);
        }
        if (called.due() == 0 || called.rest().isEmpty()) {
            return called.answerDue() ? pickUp(called, self) : UaStep.to(called);
        }
        Ring ring = called.rest().getFirst();
        SipResponse response = response(called, ring, self);
        UaOrder say = new UaOrder.Answer(called.id(), response);
        if (!reliable(called.invite(), self)) {
            return proceed(called.rung(Optional.empty()), self).after(say);
        }
        Open open = new Open(response, ring.rseq(), ring.number(), 0, FIRST_REPETITION_MILLIS);
        return UaStep.to(called.rung(Optional.of(open)), say, wake(open));
    }

    private static SipResponse response(Called called, Ring ring, UaSelf self) {
        Optional<SessionDescription> described = called.agreed()
                .map(agreed -> agreed.session().said())
                .filter(_ -> ring.what().described());
        long rseq = reliable(called.invite(), self) ? ring.rseq() : 0;
        return UaMessages.provisional(called.invite(), ring.what().status(), self.fork(ring.what().fork()), described,
                rseq);
    }

    /** TSP-116: where the caller requires it, or where we want it and the caller can. */
    private static boolean reliable(SipRequest invite, UaSelf self) {
        return UaMessages.lists(invite, HeaderName.REQUIRE, "100rel")
                || self.manner().reliable() && UaMessages.lists(invite, HeaderName.SUPPORTED, "100rel");
    }

    private static UaOrder wake(Open open) {
        return new UaOrder.Wake(UaTimer.UNACKNOWLEDGED, open.everyMillis(), open.number());
    }

    private static UaStep repeat(Called called, Open open, UaSelf self) {
        int waited = open.waitedMillis() + open.everyMillis();
        if (waited >= LAST_MILLIS) {
            return UaStep.over(new Outcome.Failed("no PRACK to our " + open.response().status()),
                    UaRules.answer(called.id(), called.invite(), 504, self));
        }
        Open again = new Open(open.response(), open.rseq(), open.number(), waited, 2 * open.everyMillis());
        return UaStep.to(called.with(Optional.of(again)), new UaOrder.Answer(called.id(), open.response()), wake(
                again));
    }

    private static UaStep acknowledged(Called called, ServerTransactionId id, SipRequest prack, UaSelf self) {
        boolean matches = called.open()
                .filter(open -> prack.toTag().equals(open.response().toTag()))
                .filter(open -> UaMessages.rack(open.rseq(), called.invite())
                        .equals(prack.headers().firstOr(HeaderName.RACK, "").strip()))
                .isPresent();
        if (!matches) {
            return UaStep.to(called, UaRules.answer(id, prack, 481, self));
        }
        return proceed(called.with(Optional.empty()), self).after(UaRules.answer(id, prack, 200, self));
    }

    private static UaStep pickUp(Called called, UaSelf self) {
        UaSession session = called.agreed()
                .map(UaSession.Agreed::session)
                .orElseGet(() -> UaSession.offering(self.media()));
        Exchange exchange = called.agreed().isPresent() ? Exchange.NONE : new Exchange.Offered(true);
        UaSelf end = self.tagged(called.dialog().id().localTag());
        UaOrder answer = new UaOrder.Answer(called.id(), UaMessages.answered(called.invite(), end, session.said()));
        Talking talking = Talking.from(called.dialog().confirm(), Optional.empty(), session, exchange,
                self.script())
                .with(Refreshing.NONE.by(called.invite(), self));
        return called.agreed()
                .map(agreed -> UaTalking.begin(talking, self, answer, agreed.talk()))
                .orElseGet(() -> UaTalking.begin(talking, self, answer));
    }
}
