package io.tandem.call;

import io.tandem.call.CallView.EndCause;
import io.tandem.leg.Leg;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.SessionStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The states of a call; each holds what exists in it and nothing else. */
public sealed interface CallState {

    /** No call of this id: it never was, or nobody has told us yet. */
    record Idle() implements CallState {}

    /** The INVITE is in, and nobody has been asked to take the call yet. */
    sealed interface Unasked extends CallState {
        CallFacts facts();

        Leg.Asked caller();
    }

    /** The INVITE is in; who holds the number is being asked. */
    record Routing(CallFacts facts, Leg.Asked caller, Offer offer) implements Unasked {}

    /** The trunk has been chosen; where its peers can be reached is being asked. */
    record Targeting(CallFacts facts, Leg.Asked caller, Offer offer, Route.Chosen route) implements Unasked {}

    /** Its targets are known; the media plane is being asked for its ports. */
    record Preparing(CallFacts facts, Leg.Asked caller, Offer offer, Hunt hunt) implements Unasked {}

    /**
     * The called party has our INVITE.
     *
     * @param callee the attempt that is under way
     * @param relayed highest provisional status of the called side that the caller has been told, 100 when none
     * @param hunt whom else to try, should this one not be able to take the call
     * @param early what goes on in the dialogs that its responses have made
     */
    record Inviting(CallFacts facts, Leg.Asked caller, Offer offer, Leg.Asking callee, CallMedia media, int relayed,
            Hunt hunt, Early early) implements CallState {
        /** Whether the called side has been made an offer of ours, the caller having made none (TSP-112). */
        boolean offersOurs() {
            return offer instanceof Offer.Delayed && !media.toldCallee().isNothing();
        }

        Inviting told(CallMedia known, int status) {
            return new Inviting(facts, caller, offer, callee, known, Math.max(relayed, status), hunt, early);
        }

        /** Calling somebody else, now. */
        Inviting with(Leg.Asked elsewhere, Hunt newer) {
            return new Inviting(facts, elsewhere, offer, callee, media, relayed, newer, early);
        }

        Inviting with(CallFacts newer) {
            return new Inviting(newer, caller, offer, callee, media, relayed, hunt, early);
        }

        Inviting with(Early newer) {
            return new Inviting(facts, caller, offer, callee, media, relayed, hunt, newer);
        }
    }

    /**
     * Whom it has reached has named somebody else; where the call goes now is being asked.
     *
     * @param asking as it was, its callee having refused
     * @param route once it is known
     */
    record Redirecting(Inviting asking, Optional<Route.Chosen> route) implements CallState {}

    /**
     * Answered: two confirmed dialogs.
     *
     * @param exchange the offer and answer that are under way, one at a time
     * @param passed requests of one side that wait for the other's answer, oldest first
     * @param due offers of ours that wait until no exchange is under way, next one first
     * @param transfer what is being done to put another party in a side's place
     */
    record Talking(CallFacts facts, Instant answeredAt, Leg.Confirmed caller, Leg.Confirmed callee, CallMedia media,
            Optional<Exchange> exchange, List<Passed> passed, List<OwnOffer> due, Optional<Transfer> transfer)
            implements
                CallState {
        public Talking {
            passed = List.copyOf(passed);
            due = List.copyOf(due);
        }

        /** With nothing of our own to say. */
        Talking(CallFacts facts, Instant answeredAt, Leg.Confirmed caller, Leg.Confirmed callee, CallMedia media,
                Optional<Exchange> exchange) {
            this(facts, answeredAt, caller, callee, media, exchange, List.of(), List.of(), Optional.empty());
        }

        Talking with(Leg.Confirmed leg) {
            boolean isCaller = leg.number() == caller.number();
            return new Talking(facts, answeredAt, isCaller ? leg : caller, isCaller ? callee : leg, media, exchange,
                    passed, due, transfer);
        }

        Talking with(CallMedia newer) {
            return new Talking(facts, answeredAt, caller, callee, newer, exchange, passed, due, transfer);
        }

        Talking in(Optional<Exchange> newer) {
            return new Talking(facts, answeredAt, caller, callee, media, newer, passed, due, transfer);
        }

        Talking passing(List<Passed> waiting) {
            return new Talking(facts, answeredAt, caller, callee, media, exchange, waiting, due, transfer);
        }

        /** One more offer to make, behind those that are due already. */
        Talking wanting(OwnOffer offer) {
            List<OwnOffer> more = new ArrayList<>(due);
            more.add(offer);
            return wanting(more);
        }

        Talking wantingFirst(OwnOffer offer) {
            List<OwnOffer> more = new ArrayList<>(due);
            more.addFirst(offer);
            return wanting(more);
        }

        Talking withoutFirstDue() {
            return wanting(due.subList(1, due.size()));
        }

        /** What both sides have agreed on just now needs no offer of ours any more. */
        Talking wantingNothing() {
            return due.isEmpty() ? this : wanting(List.of());
        }

        Talking wanting(List<OwnOffer> offers) {
            return new Talking(facts, answeredAt, caller, callee, media, exchange, passed, offers, transfer);
        }

        /**
         * Offers of ours that are due or not answered yet, as whoever takes the call up has to make them. A refresh is not
         * among them: its timer makes up for that. Nor is what a newcomer asks by us: that dies with the newcomer's INVITE.
         */
        public List<OwnOffer> owed() {
            Optional<OwnOffer> out = exchange.filter(Exchange.Own.class::isInstance)
                    .filter(_ -> !(transfer.orElse(null) instanceof Transfer.Replacing))
                    .map(own -> ((Exchange.Own) own).offer());
            return due.isEmpty() && out.isEmpty()
                    ? List.of()
                    : Stream.concat(out.stream(), due.stream())
                            .filter(offer -> offer.purpose() != OwnOffer.Purpose.REFRESH)
                            .map(OwnOffer::anew)
                            .toList();
        }

        /** Whether an offer to that leg is due or out already. */
        boolean wants(int leg) {
            if (exchange.isPresent() && exchange.get() instanceof Exchange.Own own && own.leg() == leg) {
                return true;
            }
            for (OwnOffer offer : due) {
                if (offer.leg() == leg) {
                    return true;
                }
            }
            return false;
        }

        Talking with(CallFacts newer) {
            return new Talking(newer, answeredAt, caller, callee, media, exchange, passed, due, transfer);
        }

        Talking transferring(Optional<Transfer> newer) {
            return new Talking(facts, answeredAt, caller, callee, media, exchange, passed, due, newer);
        }

        /** With another party in the place of that leg; what was under way with the old one is over. */
        Talking replacing(int number, Leg.Confirmed newcomer) {
            boolean isCaller = number == caller.number();
            return new Talking(facts, answeredAt, isCaller ? newcomer : caller, isCaller ? callee : newcomer, media,
                    Optional.empty(), List.of(), List.of(), transfer);
        }

        /** Whether the side of that leg has hung up, and only the transfer that it asked for goes on. */
        boolean hasLeft(int number) {
            return transfer.filter(under -> under.hasLeft(number)).isPresent();
        }

        /** A number that no leg of the call has or had. */
        int nextLeg(int mostAttempts) {
            int highest = Math.max(caller.number(), callee.number());
            for (Attempt attempt : facts.failedAttempts()) {
                highest = Math.max(highest, attempt.leg());
            }
            for (Transferral before : facts.transfers()) {
                highest = Math.max(highest, before.target() + mostAttempts - 1);
            }
            return highest + 1;
        }

        Leg.Confirmed leg(int number) {
            return number == caller.number() ? caller : callee;
        }

        /** The end of the media session that the side of that leg is at. */
        MediaEnd end(int number) {
            return number == caller.number() ? MediaEnd.CALLER : MediaEnd.CALLEE;
        }

        Leg.Confirmed otherThan(int number) {
            return number == caller.number() ? callee : caller;
        }
    }

    /**
     * Somebody has ended it; the legs that are still open are being closed.
     *
     * @param answeredAt empty when it was never answered
     * @param releasedAt when the release began: the end of the talk
     * @param held a BYE whose turn has not come yet
     */
    record Releasing(CallFacts facts, Optional<Instant> answeredAt, Instant releasedAt, EndCause cause, Leg caller,
            Optional<Leg> callee, Optional<CallMedia> media, Optional<Goodbye> held) implements CallState {
        /** All that had to be said has been said at once. */
        Releasing(CallFacts facts, Optional<Instant> answeredAt, Instant releasedAt, EndCause cause, Leg caller,
                Optional<Leg> callee, Optional<CallMedia> media) {
            this(facts, answeredAt, releasedAt, cause, caller, callee, media, Optional.empty());
        }

        Releasing holding(Optional<Goodbye> bye) {
            return new Releasing(facts, answeredAt, releasedAt, cause, caller, callee, media, bye);
        }
    }

    /** Over; the record is written. */
    record Ended(CallFacts facts, Optional<Instant> answeredAt, Instant endedAt, EndCause cause, List<Leg.Closed> legs,
            Optional<CallMedia> media, Optional<SessionStats> stats) implements CallState {}

    /** The legs of a call that is or was up: the caller's, the called party's, that of one who joins or leaves. */
    default Stream<Leg> sides() {
        return switch (this) {
            case Idle _,
                    Unasked _,
                    Inviting _,
                    Redirecting _ -> Stream.empty();
            case Talking talking -> Stream.concat(Stream.of(talking.caller(), talking.callee()),
                    talking.transfer().stream().flatMap(Transfer::legs));
            case Releasing releasing -> Stream.of(Stream.of(releasing.caller()), releasing.callee().stream(),
                    releasing.held().stream().map(Goodbye::leg)).flatMap(legs -> legs);
            case Ended ended -> ended.legs().stream().map(Leg.class::cast);
        };
    }

    /** The state's name for people, lists and metrics. */
    default String label() {
        return switch (this) {
            case Idle _ -> "Idle";
            case Routing _ -> "Routing";
            case Targeting _ -> "Routing";
            case Preparing _ -> "Routing";
            case Inviting inviting -> inviting.relayed() > 100 ? "Ringing" : "Offering";
            case Redirecting redirecting -> redirecting.asking().label();
            case Talking _ -> "Talking";
            case Releasing _ -> "Releasing";
            case Ended _ -> "Ended";
        };
    }
}
