package io.tandem.ops.lab;

import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.ops.lab.UaState.Calling;
import io.tandem.ops.lab.UaState.Leaving;
import io.tandem.ops.lab.UaState.Talking;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.Dialog.Role;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.dialog.DialogRequestVerdict.InOrder;
import io.tandem.sip.dialog.DialogRequestVerdict.OutOfOrder;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an agent does in an answered call: its script, and what the far end wants. */
final class UaTalking {
    private static final int SECOND_MILLIS = 1_000;

    private UaTalking() {}

    /** The call is answered. @param first what that takes, before anything else */
    static UaStep begin(Talking talking, UaSelf self, UaOrder... first) {
        List<UaOrder> orders = new ArrayList<>(List.of(first));
        for (ScriptStep step : self.script().steps()) {
            orders.add(new UaOrder.Wake(UaTimer.STEP, step.afterMillis()));
        }
        if (talking.refreshing().seconds() > 0) {
            orders.add(talking.refreshing().wake());
        }
        if (self.hangUpAfterMillis() != Answering.WAITS) {
            orders.add(new UaOrder.Wake(UaTimer.HANG_UP, self.hangUpAfterMillis()));
        }
        return new UaStep(talking, orders);
    }

    static UaStep decide(Talking talking, UaInput input, UaSelf self) {
        return switch (input) {
            case UaInput.Requested(var id, var request) -> requested(talking, id, request, self);
            case UaInput.Due(var timer, var number) -> due(talking, timer, number, self);
            case UaInput.Acknowledged(var ack) when talking.exchange() instanceof Exchange.Offered(var first) ->
                    answered(
                            talking, first, ack, self);
            case UaInput.Responded(var id, var response) -> responded(talking, id, response, self);
            case UaInput.Broken(var id, var why) when asking(talking, id).isPresent() -> leave(talking.dialog(),
                    new Outcome.Failed("re-INVITE: " + why), self);
            case UaInput.Broken(var id, var why) when referring(talking, id) -> leave(talking.dialog(),
                    new Outcome.Failed("REFER: " + why), self);
            case UaInput.AckMissing _ -> leave(talking.dialog(), new Outcome.Failed("no ACK to our 200"), self);
            case UaInput.Acknowledged _,
                    UaInput.Cancelled _,
                    UaInput.Broken _ -> UaStep.to(talking);
        };
    }

    private static Optional<Exchange.Asking> asking(Talking talking, ClientTransactionId id) {
        return talking.exchange() instanceof Exchange.Asking asking && asking.id().equals(id)
                ? Optional.of(asking)
                : Optional.empty();
    }

    private static boolean referring(Talking talking, ClientTransactionId id) {
        return talking.referral().filter(referral -> referral.id().equals(id)).isPresent();
    }

    private static UaStep responded(Talking talking, ClientTransactionId id, SipResponse response, UaSelf self) {
        Optional<Exchange.Asking> asking = asking(talking, id);
        if (asking.isPresent()) {
            return responded(talking, asking.get(), response, self);
        }
        return referring(talking, id)
                ? UaReferring.responded(talking, response, self)
                : fork(talking, response, self);
    }

    private static UaStep due(Talking talking, UaTimer timer, int number, UaSelf self) {
        return switch (timer) {
            case HANG_UP -> leave(talking.dialog(), new Outcome.Released(true, ""), self);
            case STEP -> proceed(talking.oneMoreDue(), self);
            case GLARE -> talking.exchange() instanceof Exchange.Waiting(var step)
                    ? perform(talking.with(Exchange.NONE), step, self)
                    : UaStep.to(talking);
            case REFRESH -> talking.refreshing().number() == number ? refresh(talking, self) : UaStep.to(talking);
            case EXPIRED -> talking.refreshing().number() == number
                    ? leave(talking.dialog(), new Outcome.Failed("the session expired: nobody refreshed it"), self)
                    : UaStep.to(talking);
            case RING, ANSWER, PATIENCE, UNACKNOWLEDGED -> UaStep.to(talking);
        };
    }

    private static UaStep refresh(Talking talking, UaSelf self) {
        return talking.busy()
                ? UaStep.to(talking, new UaOrder.Wake(UaTimer.REFRESH, SECOND_MILLIS, talking.refreshing().number()))
                : perform(talking, new ScriptStep.Refresh(0), self);
    }

    /** Begins the next step when it is due and nothing is under way. */
    static UaStep proceed(Talking talking, UaSelf self) {
        Optional<ScriptStep> next = talking.busy() ? Optional.empty() : talking.agenda().next();
        return next.isEmpty() ? UaStep.to(talking) : perform(talking.begun(), next.get(), self);
    }

    private static UaStep perform(Talking talking, ScriptStep step, UaSelf self) {
        return switch (step) {
            case ScriptStep.Hold(var _, var by) -> reinvite(talking.with(talking.session().offer(by)), step, true, self)
                    .after(new UaOrder.Hush(true)); // who is about to hold has stopped speaking
            case ScriptStep.Resume _ -> reinvite(talking.with(talking.session().offer(Direction.SENDRECV)), step, true,
                    self);
            case ScriptStep.Refresh _ -> reinvite(talking.with(talking.session().offer(talking.session().wanted())),
                    step, true, self);
            case ScriptStep.AskForOffer _ -> reinvite(talking, step, false, self);
            case ScriptStep.Refer refer -> UaReferring.send(talking, refer, self);
        };
    }

    private static UaStep reinvite(Talking talking, ScriptStep step, boolean offers, UaSelf self) {
        Optional<SessionDescription> offer = offers ? Optional.of(talking.session().said()) : Optional.empty();
        Dialog.Numbered numbered = UaMessages.reinvite(talking.dialog(), self, offer, talking
                .refreshing());
        var id = UaMessages.id(SipMethod.INVITE, self.tag(), numbered.dialog().localCSeq());
        return UaStep.to(talking.with(numbered.dialog()).with(new Exchange.Asking(id, step)),
                new UaOrder.Send(id, numbered.request().build()));
    }

    private static UaStep responded(Talking talking, Exchange.Asking asking, SipResponse response, UaSelf self) {
        if (response.provisional()) {
            return UaStep.to(talking);
        }
        if (response.success()) {
            return accepted(talking.with(talking.dialog().refreshTarget(response)), asking, response, self);
        }
        return switch (response.status()) {
            case 491 -> UaStep.to(talking.with(new Exchange.Waiting(asking.step())), later(talking.dialog()),
                    new UaOrder.Tell(new CallEvent.Glare(asking.step())));
            case 408, 481 -> leave(talking.dialog(), new Outcome.Failed("re-INVITE got " + response.status() + " "
                    + response.reason()), self); // the dialog is gone (§12.2.1.2)
            default -> proceed(talking.with(Exchange.NONE), self).after(new UaOrder.Hush(talking.session().held()),
                    new UaOrder.Tell(new CallEvent.StepRefused(asking.step(), response.status())));
        };
    }

    /** RFC 3261 §14.1: who made the Call-ID waits longer, so that the two do not meet again. */
    private static UaOrder later(Dialog dialog) {
        return dialog.role() == Role.UAC
                ? new UaOrder.WakeBetween(UaTimer.GLARE, 2_100, 4 * SECOND_MILLIS)
                : new UaOrder.WakeBetween(UaTimer.GLARE, 0, 2 * SECOND_MILLIS);
    }

    private static UaStep accepted(Talking talking, Exchange.Asking asking, SipResponse response, UaSelf self) {
        Optional<SessionDescription> theirs = UaMessages.description(response);
        UaSession session = talking.session();
        Optional<UaSession.Agreed> agreed = switch (asking.step()) {
            case ScriptStep.Hold(var _, var by) -> theirs.flatMap(answer -> session.agreed(answer, by));
            case ScriptStep.Resume _ -> theirs.flatMap(answer -> session.agreed(answer, Direction.SENDRECV));
            case ScriptStep.Refresh _ -> theirs.flatMap(answer -> session.agreed(answer, session.wanted()));
            case ScriptStep.AskForOffer _ -> theirs.flatMap(session::answer);
            case ScriptStep.Refer _ -> Optional.empty();
        };
        if (agreed.isEmpty()) {
            return leave(talking.dialog(), new Outcome.Failed("the 200 to our re-INVITE has no description for us"),
                    self, acknowledge(asking, talking.dialog(), response));
        }
        SipRequest ack = asking.step() instanceof ScriptStep.AskForOffer
                ? UaMessages.ack(talking.dialog(), response, agreed.get().session().said())
                : UaMessages.ack(talking.dialog(), response);
        Refreshing refreshing = talking.refreshing().by(response);
        return changed(talking.with(Exchange.NONE).with(refreshing), agreed.get(), true, self).after(
                new UaOrder.Acknowledge(asking.id(), ack));
    }

    private static UaOrder acknowledge(Exchange.Asking asking, Dialog dialog, SipResponse response) {
        return new UaOrder.Acknowledge(asking.id(), UaMessages.ack(dialog, response));
    }

    /** What was agreed counts from here on, and the script may go on. */
    private static UaStep changed(Talking talking, UaSession.Agreed agreed, boolean byUs, UaSelf self) {
        boolean before = talking.session().held();
        boolean now = agreed.session().held();
        UaStep step = proceed(talking.with(agreed.session()), self).after(agreed.talk(), new UaOrder.Tell(event(before,
                now, byUs)));
        return talking.refreshing().seconds() > 0 ? step.after(talking.refreshing().wake()) : step;
    }

    private static CallEvent event(boolean heldBefore, boolean heldNow, boolean byUs) {
        if (heldBefore == heldNow) {
            return new CallEvent.Refreshed(byUs);
        }
        return heldNow ? new CallEvent.Held(byUs) : new CallEvent.Resumed(byUs);
    }

    /** The ACK brings the answer to the offer in our 2xx. */
    private static UaStep answered(Talking talking, boolean first, SipRequest ack, UaSelf self) {
        UaSession session = talking.session();
        Optional<UaSession.Agreed> agreed = UaMessages.description(ack)
                .flatMap(answer -> session.agreed(answer, session.wanted()));
        if (agreed.isEmpty()) {
            return leave(talking.dialog(), new Outcome.Failed("no answer to our offer in the ACK"), self);
        }
        Talking idle = talking.with(Exchange.NONE);
        return first
                ? proceed(idle.with(agreed.get().session()), self).after(agreed.get().talk())
                : changed(idle, agreed.get(), false, self);
    }

    private static UaStep requested(Talking talking, ServerTransactionId id, SipRequest request, UaSelf self) {
        return switch (talking.dialog().receive(request)) {
            case OutOfOrder _ -> UaStep.to(talking, UaRules.answer(id, request, OutOfOrder.STATUS, self));
            case InOrder _ when request.method().equals(SipMethod.BYE) -> UaStep.over(
                    new Outcome.Released(false, request.headers().firstOr(HeaderName.REASON, "")),
                    UaRules.answer(id, request, 200, self));
            case InOrder(var dialog) when request.method().equals(SipMethod.INVITE) -> reinvited(talking, dialog, id,
                    request, self);
            case InOrder(var dialog) when request.method().equals(SipMethod.NOTIFY) -> UaReferring.notified(
                    talking.with(dialog), id, request, self);
            case InOrder(var dialog) -> UaStep.to(talking.with(dialog), UaRules.other(id, request, self));
        };
    }

    private static UaStep reinvited(Talking talking, Dialog dialog, ServerTransactionId id, SipRequest invite,
            UaSelf self) {
        Talking unchanged = talking.with(dialog.withTargetOf(talking.dialog()));
        if (talking.exchange() instanceof Exchange.Asking || talking.exchange() instanceof Exchange.Offered) {
            return UaStep.to(unchanged, UaRules.answer(id, invite, 491, self)); // §14.2
        }
        Refreshing refreshing = talking.refreshing().by(invite, self);
        if (!invite.hasBody()) {
            UaSession session = talking.session().offer(talking.session().wanted());
            return UaStep.to(talking.with(dialog).with(session).with(refreshing).with(new Exchange.Offered(false)),
                    new UaOrder.Answer(id, UaMessages.answered(invite, self, session.said())));
        }
        Optional<UaSession.Agreed> agreed = UaMessages.description(invite).flatMap(talking.session()::answer);
        if (agreed.isEmpty()) {
            return UaStep.to(unchanged, UaRules.answer(id, invite, 488, self)); // nothing has changed
        }
        return changed(talking.with(dialog).with(refreshing), agreed.get(), false, self).after(new UaOrder.Answer(id,
                UaMessages.answered(invite, self, agreed.get().session().said())));
    }

    /** A second 2xx with another tag: one end is enough, the other is acknowledged and sent away (§13.2.2.4). */
    private static UaStep fork(Talking talking, SipResponse response, UaSelf self) {
        boolean another = response.success() && response.cseq().method().equals(SipMethod.INVITE)
                && talking.invite().isPresent() && !DialogId.ofReceived(response).equals(talking.dialog().id());
        if (!another) {
            return UaStep.to(talking);
        }
        Calling calling = talking.invite().get();
        Dialog stranger = Dialog.uacDialog(calling.invite(), response).orElseThrow();
        Dialog.Numbered bye = UaMessages.bye(stranger, self);
        String tag = self.tag() + response.toTag().orElse("");
        return UaStep.to(talking, new UaOrder.Acknowledge(calling.id(), UaMessages.ack(stranger, response)),
                new UaOrder.Send(UaMessages.id(SipMethod.BYE, tag, bye.dialog().localCSeq()), bye.request().build()));
    }

    /** Hangs up. @param first what is to be done before the BYE */
    static UaStep leave(Dialog dialog, Outcome why, UaSelf self, UaOrder... first) {
        Dialog.Numbered bye = UaMessages.bye(dialog, self);
        return UaStep.to(new Leaving(bye.dialog(), why), new UaOrder.Send(UaMessages.id(SipMethod.BYE, self.tag(),
                bye.dialog().localCSeq()), bye.request().build())).after(first);
    }
}
