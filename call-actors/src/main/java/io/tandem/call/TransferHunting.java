package io.tandem.call;

import io.tandem.call.Attempt.Outcome;
import io.tandem.call.Hunt.Failure;
import io.tandem.call.Transfer.Inviting;
import io.tandem.interworking.CustomerNames;
import io.tandem.interworking.Methods;
import io.tandem.interworking.PassedRequest;
import io.tandem.interworking.Reliability;
import io.tandem.interworking.RetryAfter;
import io.tandem.interworking.SessionExpires;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The target of a transfer is looked for and asked, peer after peer of its trunk, as that of any call is. */
record TransferHunting(TransferRules rules) {
    /** Progress that is told; of one that rings on and on nobody needs to hear more. */
    private static final int MOST_TELLINGS = 8;

    private CallState.Talking state() {
        return rules.state();
    }

    Decision route(Transfer.Routing routing, CallInput.NumberFound found) {
        PeerGroup origin = rules.env()
                .router()
                .group(state().leg(routing.by().leg()).path().peerGroup())
                .orElseThrow();
        return switch (rules.env()
                .router()
                .choose(origin, CustomerNames.asked(origin, routing.by().request()), found)) {
            case Route.Chosen chosen -> Decision.of(
                    state().transferring(Optional.of(new Transfer.Targeting(routing.by(), chosen))),
                    new CallEffect.FindTargets(chosen.group().name()));
            case Route.Refused(int status, String reason) -> rules.failed(routing.by(), status, reason, List.of());
        };
    }

    Decision hunt(Transfer.Targeting targeting, List<Target> targets) {
        String trunk = targeting.route().group().name();
        Optional<Hunt> hunt = Hunt.over(targets, rules.env().settings().maxAttempts());
        if (hunt.isEmpty()) {
            return rules.failed(targeting.by(), 503, "no address is known of any peer of trunk " + trunk, List.of());
        }
        return ask(targeting.by(), hunt.get(), targeting.route().provisioned().customer(),
                state().facts().transfers().getLast().target(),
                List.of(new CallEffect.Note("transfer to trunk " + trunk + ", peer " + hunt.get().target().peer()
                        + ": " + targeting.route().why()),
                        new CallEffect.StartTimer(CallTimer.NO_ANSWER, rules.env().settings().noAnswerTimeout())));
    }

    /** Only the peer that has the dialog can replace it, so no other is tried. */
    Decision join(Transfer.Joining joining, FarSide.Replaceable far) {
        Hunt hunt = Hunt.over(List.of(far.way()), 1).orElseThrow();
        return ask(joining.by().to(far), hunt, Optional.empty(), state().facts().transfers().getLast().target(),
                List.of(new CallEffect.Note("transfer to the party of another call, trunk " + far.way().peerGroup()
                        + ", peer " + far.way().peer()),
                        new CallEffect.StartTimer(CallTimer.NO_ANSWER, rules.env().settings().noAnswerTimeout())));
    }

    private Decision ask(Transfer.Refer refer, Hunt hunt, Optional<String> customer, int leg,
            List<CallEffect> first) {
        return new TransferInvitation(rules.env(), state(), refer, hunt, customer).send(leg)
                .map(asked -> asked.after(first))
                .orElseGet(() -> rules.failed(refer, 488, "nobody knows what the other side can hear", first));
    }

    /** The target has said something to its INVITE. */
    Decision said(Inviting inviting, CallInput.ResponseReceived received) {
        SipResponse response = received.response();
        if (response.provisional()) {
            return progress(inviting, response);
        }
        if (response.success()) {
            return Decision.of(state().transferring(Optional.of(new Transfer.Answered(inviting, received))));
        }
        int least = SessionExpires.leastOf422(response).orElse(0);
        if (least > 0 && hasRoom(inviting)) { // as any INVITE (RFC 4028 §7.3), each attempt a leg
            return ask(inviting.by(), inviting.hunt(), inviting.customer(), inviting.target().number() + 1,
                    List.of(new CallEffect.Note("the target is asked again for a session of " + least + " s")));
        }
        if (!HuntingRules.huntsOn(response.status())) {
            Attempt attempt = attempt(inviting, Outcome.REFUSED, response.status(), response.reason());
            return rules.failed(inviting.by(), response.status(), response.reason(),
                    List.of(tried(inviting, attempt)));
        }
        Optional<Duration> rest = response.status() == 503
                ? Optional.of(RetryAfter.of(response.headers()))
                : Optional.empty();
        return next(inviting, new Failure(response.status(), response.reason(), Optional.of(response)),
                Outcome.UNAVAILABLE, rest);
    }

    private Decision progress(Inviting inviting, SipResponse response) {
        Optional<Long> number = Reliability.number(response);
        if (number.isEmpty()) {
            return told(inviting, response);
        }
        Optional<Fork> known = response.toTag()
                .flatMap(tag -> inviting.fork(response)
                        .or(() -> inviting.early().forks().size() < Early.MOST_FORKS
                                ? Optional.of(Fork.of(tag, response))
                                : Optional.empty()));
        return known.filter(fork -> fork.rseq() == 0 || number.get() == fork.rseq() + 1) // RFC 3262 §4: no repetition
                .flatMap(fork -> ForkRules.acknowledge(rules.env(), inviting.target(), fork, number.get(), response))
                .map(acknowledged -> acknowledged(inviting, acknowledged, response))
                .orElseGet(() -> Decision.ignore(state()));
    }

    /** The target's answer may come that way, and its 2xx then says nothing of media (RFC 3262 §5). */
    private Decision acknowledged(Inviting inviting, ForkRules.Acknowledged acknowledged, SipResponse response) {
        Fork fork = Sessions.described(response, Sessions.secured(rules.env(), inviting.target()))
                .map(acknowledged.fork()::describing)
                .orElse(acknowledged.fork());
        Inviting heard = inviting.with(inviting.early().with(fork, false));
        TransferRules next = new TransferRules(rules.env(), state().transferring(Optional.of(heard)), rules.now());
        return new TransferHunting(next).told(heard, response).after(List.of(acknowledged.prack()));
    }

    /** The target asks something before it has answered: a 481 would cost it the dialog (RFC 5057 §5.1). */
    CallEffect early(Inviting inviting, CallInput.RequestReceived received) {
        SipMethod method = received.request().method();
        if (method.equals(SipMethod.UPDATE) && !received.request().hasBody()) { // RFC 3311 §5.2
            return new CallEffect.Respond(inviting.target().number(), received.transaction(),
                    SipResponse.to(received.request(), 200)
                            .contact(inviting.target().path().contact())
                            .add(HeaderName.ALLOW, Methods.ALLOW)
                            .add(HeaderName.SERVER, rules.env().settings().product())
                            .build());
        }
        if (method.equals(SipMethod.UPDATE) || method.equals(SipMethod.INVITE)) {
            return EarlyRequests.answer(rules.env(), received, 491); // our offer is open
        }
        if (PassedRequest.passes(method)) {
            return EarlyRequests.later(rules.env(), received); // whom it is for is not connected yet
        }
        boolean goodbye = method.equals(SipMethod.BYE); // RFC 3261 §15: it says no, it does not hang up
        int status = goodbye ? 481 : method.equals(SipMethod.OPTIONS) ? 200 : method.known() ? 405 : 501;
        return EarlyRequests.answer(rules.env(), received, status);
    }

    private Decision told(Inviting inviting, SipResponse response) {
        Transfer.Refer refer = inviting.by();
        if (response.status() <= 100 || response.status() == refer.told() || refer.tellings() >= MOST_TELLINGS) {
            return Decision.ignore(state());
        }
        TransferRules.Told told = rules.tell(state(), refer, response.status(), response.reason());
        return Decision.of(told.state(), told.effects());
    }

    Decision silent(Inviting inviting) {
        return next(inviting, new Failure(408, "the target did not answer the INVITE", Optional.empty()),
                Outcome.SILENT, Optional.of(HuntingRules.UNREACHABLE_REST));
    }

    Decision unsent(Inviting inviting, CallInput.TransportFailed failed) {
        if (failed.ours()) {
            Attempt attempt = attempt(inviting, Outcome.CANCELLED, 503, failed.reason());
            return rules.failed(inviting.by(), 503, failed.reason(), List.of(tried(inviting, attempt)));
        }
        return next(inviting, new Failure(503, "the target cannot be reached", Optional.empty()),
                Outcome.UNREACHABLE, Optional.of(HuntingRules.UNREACHABLE_REST));
    }

    private Decision next(Inviting inviting, Failure failure, Outcome outcome, Optional<Duration> rest) {
        Attempt attempt = attempt(inviting, outcome, failure.status(), failure.reason());
        Hunt hunt = inviting.hunt().failed(failure);
        List<CallEffect> effects = new ArrayList<>();
        effects.add(tried(inviting, attempt));
        rest.ifPresent(howLong -> effects.add(new CallEffect.RestTarget(hunt.target(), howLong)));
        TransferRules after = new TransferRules(rules.env(), state().with(state().facts().failed(attempt)),
                rules.now());
        Optional<Hunt> left = hasRoom(inviting) ? hunt.next() : Optional.empty();
        if (left.isPresent()) {
            return new TransferHunting(after).ask(inviting.by(), left.get(), inviting.customer(),
                    inviting.target().number() + 1, effects);
        }
        Failure best = hunt.best().orElse(failure);
        return after.failed(inviting.by(), best.status(), best.reason(), effects);
    }

    /** Whether one more attempt has a leg number of its own ({@link CallState.Talking#nextLeg}). */
    private boolean hasRoom(Inviting inviting) {
        int first = state().facts().transfers().getLast().target();
        return inviting.target().number() + 1 < first + rules.env().settings().maxAttempts();
    }

    /** Nobody waits for the target any longer. Should it answer all the same, that is ended ({@link StrayAnswers}). */
    Decision giveUp(Inviting inviting, int status, String why) {
        return rules.failed(inviting.by(), status, why, cancel(inviting, status, why));
    }

    List<CallEffect> cancel(Inviting inviting, int status, String why) {
        return List.of(new CallEffect.Cancel(inviting.target().number(), inviting.target().transaction(),
                Headers.builder().build()),
                tried(inviting, attempt(inviting, Outcome.CANCELLED, status, why)));
    }

    /** Its answer could not be journaled: it is ended, and the old call is what is left. */
    Decision undurable(Inviting inviting, CallInput.ResponseReceived answer) {
        return endAnswer(inviting, answer, "journal");
    }

    /** The target has answered, and the answer cannot be taken any more. */
    Decision endAnswer(Inviting inviting, CallInput.ResponseReceived answer, String why) {
        List<CallEffect> effects = new ArrayList<>(StrayAnswers.end(rules.env(), answer.response(), answer.flow()));
        effects.add(tried(inviting, attempt(inviting, Outcome.CANCELLED, 503, why)));
        return rules.failed(inviting.by(), 503, why, effects);
    }

    static Attempt attempt(Inviting inviting, Outcome outcome, int status, String reason) {
        return new Attempt(inviting.target().number(), inviting.target().path().peer(), outcome, status, reason);
    }

    static CallEffect tried(Inviting inviting, Attempt attempt) {
        return new CallEffect.Tried(inviting.target().path().peerGroup(), attempt);
    }
}
