package io.tandem.call;

import io.tandem.call.CallView.EndCause;
import io.tandem.interworking.Causes;
import io.tandem.interworking.PassedRequest;
import io.tandem.interworking.Reasons;
import io.tandem.leg.Leg;
import io.tandem.leg.Legs;
import io.tandem.leg.Outgoing;
import io.tandem.media.session.OpenResult;
import io.tandem.media.session.Silence;
import io.tandem.port.CallId;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.dialog.DialogRequestVerdict;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Both sides talk, until one says goodbye. What happens inside the call is decided by dialog, not by source (TRAP-1). */
record TalkingRules(CallEnvironment env, CallState.Talking state, Instant now) {

    Decision on(CallInput input) {
        return state.transfer().isPresent() ? on(state.transfer().get(), input) : alone(input);
    }

    /** A transfer takes what concerns it, and ends with the call. */
    private Decision on(Transfer transfer, CallInput input) {
        TransferRules transfers = new TransferRules(env, state, now);
        Decision decision = transfers.on(transfer, input).orElseGet(() -> alone(input));
        if (decision.next() instanceof CallState.Talking || transfers.on(transfer, input).isPresent()) {
            return decision;
        }
        TransferRules.Told abandoned = transfers.abandoned(transfer);
        Decision ending = new TalkingRules(env, abandoned.state(), now).alone(input).after(abandoned.effects());
        return abandoned.lastWord()
                .map(word -> Goodbye.behind(word, transferor(transfer), ending))
                .orElse(ending);
    }

    private Leg transferor(Transfer transfer) {
        return transfer.refer()
                .<Leg>map(refer -> state.leg(refer.leg()))
                .or(() -> transfer.legs().findFirst())
                .orElseThrow();
    }

    private Decision alone(CallInput input) {
        return switch (input) {
            case CallInput.RequestReceived received -> request(received);
            case CallInput.AckReceived(SipRequest ack) -> acknowledged(ack);
            // the side that was replaced need not have acknowledged its last answer
            case CallInput.AckMissing _ when state.exchange().isEmpty() && !state.facts().transfers().isEmpty() ->
                    Decision.ignore(state);
            case CallInput.AckMissing _ ->
                    hangUp(408, Causes.RECOVERY_ON_TIMER_EXPIRY, "the answer was never acknowledged");
            case CallInput.HangUp(String reason) -> hangUp(200, Causes.NORMAL_CLEARING, reason);
            // After the actor alone broke, the media session is still there (it runs beside the call).
            case CallInput.MediaAnswered(OpenResult.Refused refused) when refused
                    .reason() != OpenResult.Reason.ALREADY_OPEN ->
                    hangUp(503, 41, "media did not come back: " + refused.reason() + ", " + refused.detail());
            case CallInput.Resumed _ -> MediaWatchRules.resumed(CallRules.resume(env, state, now));
            case CallInput.MediaSilent(Silence silence) -> MediaWatchRules.told(this, silence);
            case CallInput.ResponseReceived received -> response(received);
            case CallInput.TransactionTimedOut(ClientTransactionId transaction) -> silent(transaction);
            case CallInput.TransportFailed failed -> unsent(failed);
            case CallInput.StrayAnswerReceived stray -> lateAnswer(stray);
            case CallInput.CancelReceived cancel -> asked()
                    .filter(asked -> asked.transaction().equals(cancel.invite()))
                    .map(asked -> exchange().cancel(asked, cancel.cancel()))
                    .orElse(Decision.ignore(state));
            case CallInput.JournalFailed failed -> undurable(failed);
            case CallInput.Stopping _ -> leaving();
            case CallInput.TimerExpired(CallTimer timer) -> switch (timer) {
                case CHECK -> askWhetherThere();
                case GLARE -> own().rested();
                case SESSION -> SessionTimerRules.expired(this);
                case OTHER_CALL -> new OtherCallRules(this).overdue();
                case NO_ANSWER, PROGRESS, PROVISIONAL, RELEASE, LEAVE -> Decision.ignore(state);
            };
            case CallInput.MediaAnswered _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.InviteReceived _,
                    CallInput.NumberFound _,
                    CallInput.TargetsFound _ ->
                    Decision.ignore(state);
        };
    }

    private Decision request(CallInput.RequestReceived received) {
        Optional<Leg.Confirmed> leg = legOf(DialogId.ofReceived(received.request()));
        if (leg.isEmpty()) {
            return Decision.of(state, EarlyRequests.refuse(env, received));
        }
        Dialog before = leg.get().dialog();
        return switch (before.receive(received.request())) {
            case DialogRequestVerdict.OutOfOrder _ ->
                    Decision.of(state, EarlyRequests.answer(env, received, DialogRequestVerdict.OutOfOrder.STATUS));
            // the target is another one when the request has been accepted, not before
            case DialogRequestVerdict.InOrder(Dialog newer) ->
                    inDialog(leg.get().with(newer.withTargetOf(before)), received);
        };
    }

    private Decision inDialog(Leg.Confirmed leg, CallInput.RequestReceived received) {
        SipMethod method = received.request().method();
        if (method.equals(SipMethod.BYE)) {
            return goodbye(leg, received);
        }
        if (method.equals(SipMethod.INVITE) || method.equals(SipMethod.UPDATE)) {
            return exchange().begin(leg, received);
        }
        if (method.equals(SipMethod.REFER)) {
            return new TransferRules(env, state, now).begin(leg, received);
        }
        if (PassedRequest.passes(method)) {
            return passing().pass(leg, received);
        }
        if (method.equals(SipMethod.PRACK) && leg.number() == state.caller().number()) {
            // of a response before the answer (RFC 3262 §3); a 481 would cost the call (RFC 5057 §5.1)
            return Decision.of(state.with(leg),
                    EarlyRequests.answer(env, received, received.request().hasBody() ? 488 : 200));
        }
        int status = method.equals(SipMethod.OPTIONS) ? 200 : method.known() ? 405 : 501;
        return Decision.of(state.with(leg), EarlyRequests.answer(env, received, status));
    }

    private ExchangeRules exchange() {
        return new ExchangeRules(env, state, now);
    }

    private OwnOfferRules own() {
        return new OwnOfferRules(env, state);
    }

    private Optional<Exchange.Own> own(ClientTransactionId invite) {
        return state.exchange().flatMap(under -> switch (under) {
            case Exchange.Own own when own.invite().equals(invite) -> Optional.of(own);
            case Exchange.Own _,
                    Exchange.Asked _,
                    Exchange.Answered _ -> Optional.empty();
        });
    }

    private PassingRules passing() {
        return new PassingRules(env, state);
    }

    private Optional<Exchange.Asked> asked() {
        return state.exchange().flatMap(under -> switch (under) {
            case Exchange.Asked asked -> Optional.of(asked);
            case Exchange.Answered _,
                    Exchange.Own _ -> Optional.empty();
        });
    }

    private Optional<Exchange.Asked> asked(ClientTransactionId invite) {
        return asked().filter(asked -> asked.invite().equals(invite));
    }

    private Decision response(CallInput.ResponseReceived received) {
        SipResponse response = received.response();
        Optional<Exchange.Asked> asked = asked(received.transaction());
        Optional<Exchange.Own> own = own(received.transaction());
        if (own.isPresent()) {
            return response.finalResponse() ? ownAnswered(own.get(), response) : Decision.ignore(state);
        }
        Optional<Passed> passed = passing().waitingFor(received.transaction());
        if (asked.isEmpty() && passed.isEmpty()) {
            if (received.transaction().method().equals(SipMethod.OPTIONS)) {
                return checked(response);
            }
            return GoneRules.isAnswer(received) ? furtherAnswer(response, received) : Decision.ignore(state);
        }
        if (!response.finalResponse()) {
            return Decision.ignore(state);
        }
        if (asked.isPresent()) {
            return response.status() == 481 || response.status() == 408
                    ? gone(asked.get().origin(), response.status())
                    : exchange().answered(asked.get(), response);
        }
        // 481 to a NOTIFY ends a subscription that the side never had, and a MESSAGE has none (RFC 5057 §5.1, RFC 6665 §4.1.3)
        return response.status() == 481 && passed.get().request().method().equals(SipMethod.INFO)
                ? gone(passed.get().origin(), 481)
                : passing().answered(passed.get(), response);
    }

    private Decision ownAnswered(Exchange.Own own, SipResponse response) {
        return response.status() == 481 || response.status() == 408
                ? gone(state.otherThan(own.leg()).number(), response.status())
                : own().answered(own, response);
    }

    /**
     * A node that died may have said goodbye and not written it down, or missed a BYE: then a call comes back with nobody
     * in it. Each side is asked by an OPTIONS in its dialog (design §4).
     */
    private Decision askWhetherThere() {
        if (state.media().caller().isEmpty()) {
            return unfinished();
        }
        Outgoing<Leg.Confirmed> caller = Legs.request(state.caller(), SipMethod.OPTIONS, this::named);
        Outgoing<Leg.Confirmed> callee = Legs.request(state.callee(), SipMethod.OPTIONS, this::named);
        return Decision.of(state.with(caller.leg()).with(callee.leg()), send(caller), send(callee));
    }

    /**
     * The ACK with the caller's answer went to the dead node. Where the offer was ours it is made again; where it was the
     * called side's, that side still waits for its ACK, and what belongs into it is lost.
     */
    private Decision unfinished() {
        return unanswered(state.caller().number())
                ? Decision.of(state.wanting(OwnOffer.again(state.caller().number(), OwnOffer.Purpose.RESTORE)))
                : hangUp(500, Causes.INTERWORKING, "the node died between the answer and its ACK");
    }

    private void named(SipRequest.Builder request) {
        request.add(HeaderName.USER_AGENT, env.settings().product());
    }

    /** Nothing but 481 says that the dialog is gone: a 408 or silence may be the network's (RFC 5057 §5.1). */
    private Decision checked(SipResponse response) {
        if (response.status() != 481) {
            return Decision.ignore(state);
        }
        return legOf(DialogId.ofReceived(response))
                .map(lost -> gone(state.otherThan(lost.number()).number(), 481))
                .orElse(Decision.ignore(state));
    }

    /** A re-INVITE that nobody answers says what a 408 does (RFC 3261 §12.2.1.2). */
    private Decision silent(ClientTransactionId transaction) {
        boolean reInvite = asked(transaction).isPresent() || own(transaction).isPresent();
        if (reInvite) {
            return hangUp(408, Causes.RECOVERY_ON_TIMER_EXPIRY, "a re-INVITE was never answered");
        }
        return passing().waitingFor(transaction)
                .map(passed -> passing().unanswered(passed, 408))
                .orElse(Decision.ignore(state));
    }

    private Decision unsent(CallInput.TransportFailed failed) {
        return asked(failed.transaction()).map(asked -> exchange().failed(asked))
                .or(() -> own(failed.transaction()).map(own -> own().failed(own, failed.reason())))
                .or(() -> passing().waitingFor(failed.transaction())
                        .map(passed -> passing().unanswered(passed, 500)))
                .orElse(Decision.ignore(state));
    }

    /** One side no longer knows the dialog (RFC 3261 §12.2.1.2, RFC 5057): the call is over, and the other hears it. */
    private Decision gone(int origin, int status) {
        Leg.Confirmed lost = state.otherThan(origin);
        String why = status == 481 ? "the peer no longer knows the dialog" : "the peer could not answer in time";
        List<String> reason = List.of(Causes.q850Reason(Causes.q850OfStatus(status), why));
        Parted bye = part(state.leg(origin), reason);
        Parted alsoBye = status == 481 ? new Parted(lost.closed(), List.of()) : part(lost, reason);
        List<CallEffect> effects = new ArrayList<>(answerPending(status));
        effects.addAll(bye.effects());
        effects.addAll(alsoBye.effects());
        effects.add(new CallEffect.Note("ended by the gateway: " + why));
        Leg last = alsoBye.leg();
        boolean byCaller = origin == state.caller().number();
        return release(new EndCause("gateway", status, Causes.q850OfStatus(status), why), byCaller ? bye.leg() : last,
                byCaller ? last : bye.leg(), effects);
    }

    private Decision goodbye(Leg.Confirmed leg, CallInput.RequestReceived received) {
        boolean byCaller = leg.number() == state.caller().number();
        Leg.Confirmed other = byCaller ? state.callee() : state.caller();
        Headers said = received.request().headers();
        Parted bye = part(other, Reasons.of(said));
        List<CallEffect> effects = new ArrayList<>();
        effects.add(EarlyRequests.accept(env, received));
        effects.addAll(answerPending(487));
        effects.addAll(bye.effects());
        EndCause cause = new EndCause(byCaller ? "caller" : "callee", 200,
                Reasons.q850(said).orElse(Causes.NORMAL_CLEARING), "normal clearing");
        Leg closed = leg.closed();
        return release(cause, byCaller ? closed : bye.leg(), byCaller ? bye.leg() : closed, effects);
    }

    /** The side of that leg has said goodbye before, and the other one is still to hear it. */
    Decision hasHungUp(int number) {
        boolean byCaller = number == state.caller().number();
        Leg closed = state.leg(number).closed();
        Parted bye = part(state.otherThan(number), List.of());
        EndCause cause = new EndCause(byCaller ? "caller" : "callee", 200, Causes.NORMAL_CLEARING, "normal clearing");
        return release(cause, byCaller ? closed : bye.leg(), byCaller ? bye.leg() : closed, bye.effects());
    }

    /** A side as it is when the call ends, and what it is sent for that. */
    private record Parted(Leg leg, List<CallEffect> effects) {}

    private Parted part(Leg.Confirmed leg, List<String> reasons) {
        if (state.hasLeft(leg.number())) {
            return new Parted(leg.closed(), List.of());
        }
        Outgoing<Leg.Closing> bye = Legs.bye(leg, reasons);
        return new Parted(bye.leg(), List.of(send(bye)));
    }

    Decision hangUp(int status, int q850, String why) {
        List<String> reason = List.of(Causes.q850Reason(q850, why));
        Parted toCaller = part(state.caller(), reason);
        Parted toCallee = part(state.callee(), reason);
        List<CallEffect> effects = new ArrayList<>(answerPending(status == 408 ? 408 : 487));
        effects.addAll(toCaller.effects());
        effects.addAll(toCallee.effects());
        effects.add(new CallEffect.Note("ended by the gateway: " + why));
        return release(new EndCause("gateway", status, q850, why), toCaller.leg(), toCallee.leg(), effects);
    }

    private Decision release(EndCause cause, Leg caller, Leg callee, List<CallEffect> first) {
        CallState.Releasing releasing = new CallState.Releasing(state.facts(), Optional.of(state.answeredAt()), now,
                cause, caller, Optional.of(callee), Optional.of(state.media()));
        return Endings.release(env, releasing, first);
    }

    /**
     * What still waits for an answer gets one before the BYE (RFC 3261 §15.1.2). A 2xx has to be acknowledged before it
     * can be ended, even where the answer it waits for will not come.
     */
    List<CallEffect> answerPending(int status) {
        List<CallEffect> effects = new ArrayList<>();
        state.exchange().ifPresent(exchange -> effects.addAll(switch (exchange) {
            case Exchange.Asked asked -> List.of(pending(asked.origin(), asked.transaction(), asked.request(), status));
            case Exchange.Answered answered -> answered.owed()
                    .map(owed -> emptyAck(answered.origin(), owed))
                    .orElse(List.of());
            case Exchange.Own _ -> List.<CallEffect>of();
        }));
        for (Passed passed : state.passed()) {
            effects.add(pending(passed.origin(), passed.transaction(), passed.request(), status));
        }
        return effects;
    }

    /** The call goes on without this node, and what waits here for an answer would wait in vain. */
    private Decision leaving() {
        List<CallEffect> effects = new ArrayList<>();
        for (Passed passed : state.passed()) {
            effects.add(pending(passed.origin(), passed.transaction(), passed.request(), 500));
        }
        // who is told "pending" asks again of its own accord (§14.1), and finds whoever has the call then
        asked().ifPresent(asked -> effects.add(pending(asked.origin(), asked.transaction(), asked.request(), 491)));
        return Decision.of(state.passing(List.of()).in(asked().isPresent() ? Optional.empty() : state.exchange()),
                effects);
    }

    private CallEffect pending(int leg, ServerTransactionId transaction, SipRequest request,
            int status) {
        return new CallEffect.Respond(leg, transaction,
                SipResponse.to(request, status).add(HeaderName.SERVER, env.settings().product()).build());
    }

    private List<CallEffect> emptyAck(int origin, Exchange.Owed owed) {
        Leg.Confirmed other = state.otherThan(origin);
        return switch (owed) {
            case Exchange.OwedAck ack -> List.of(new CallEffect.SendAck(other.number(), ack.invite(),
                    Legs.ack(other, ack.cseq()).build(), Legs.nextHop(other)));
            case Exchange.OwedAnswer _ -> List.of();
        };
    }

    /** An ACK may carry the answer to the other side's offer, which is passed on in the ACK that we owe. */
    private Decision acknowledged(SipRequest ack) {
        int leg = ack.toTag().map(CallId::legOfTag).orElse(-1);
        return state.exchange().map(exchange -> switch (exchange) {
            case Exchange.Answered answered when answered.origin() == leg
                    && answered.cseq() == ack.cseq().number() ->
                    exchange().acknowledged(answered, ack)
                            .orElseGet(() -> hangUp(488, Causes.INTERWORKING,
                                    "an ACK carries no answer to the offer that it is for"));
            case Exchange.Answered _,
                    Exchange.Asked _,
                    Exchange.Own _ -> Decision.ignore(state);
        })
                .orElseGet(() -> unanswered(leg)
                        ? exchange().acknowledgedLate(state.leg(leg), ack)
                        : Decision.ignore(state));
    }

    /** Whether that side was made an offer in an answer of ours, by a node that died before its ACK came. */
    private boolean unanswered(int leg) {
        return leg == state.caller().number() && state.media().caller().isEmpty()
                && !state.media().toldCallee().isNothing();
    }

    /**
     * What an answer would have changed cannot be kept: both sides are left with what the journal knows. But whoever hangs
     * up is gone, and an offer that waits for its ACK has to be answered (RFC 3264 §4): that is done without being written.
     */
    private Decision undurable(CallInput.JournalFailed failed) {
        Decision meant = alone(failed.undone());
        if (failed.undone() instanceof CallInput.AckReceived || !(meant.next() instanceof CallState.Talking)) {
            return new Decision(meant.next(), List.of(), meant.effects());
        }
        if (failed.undone() instanceof CallInput.ResponseReceived answer) {
            return asked(answer.transaction()).map(asked -> exchange().undurable(asked, answer.response()))
                    .or(() -> own(answer.transaction()).map(own -> own().undurable(own, answer.response())))
                    .orElse(Decision.ignore(state));
        }
        if (failed.undone() instanceof CallInput.RequestReceived request) {
            return Decision.of(state, EarlyRequests.answer(env, request, 500)); // a new target that cannot be kept
        }
        return Decision.ignore(state);
    }

    /** Told once: by another branch, or to a re-INVITE that the call has forgotten when its actor alone broke. */
    private Decision furtherAnswer(SipResponse response, CallInput.ResponseReceived received) {
        return legOf(DialogId.ofReceived(response))
                .map(leg -> own().late(leg, response))
                .orElseGet(() -> Decision.of(state,
                        StrayAnswers.end(env, state, state.facts(), response, received.flow())));
    }

    /** After a restart a side may still repeat its answer: its ACK got lost with the old process. */
    private Decision lateAnswer(CallInput.StrayAnswerReceived stray) {
        return legOf(DialogId.ofReceived(stray.response()))
                .map(leg -> own().late(leg, stray.response()))
                .orElseGet(() -> Decision.of(state,
                        StrayAnswers.end(env, state, state.facts(), stray.response(), stray.flow())));
    }

    private Optional<Leg.Confirmed> legOf(DialogId dialog) {
        if (dialog.equals(state.caller().dialog().id())) {
            return Optional.of(state.caller());
        }
        return dialog.equals(state.callee().dialog().id()) ? Optional.of(state.callee()) : Optional.empty();
    }

    private static CallEffect send(Outgoing<? extends Leg> out) {
        return new CallEffect.SendRequest(out.leg().number(), out.transaction(), out.request(), out.flow());
    }
}
