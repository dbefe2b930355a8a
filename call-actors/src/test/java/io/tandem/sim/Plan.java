package io.tandem.sim;

import io.tandem.media.session.MediaEnd;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.Service;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.route.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who does what in one run, as its seed says.
 *
 * @param fromCore whether the caller is on the core's side, the called peers on Microsoft's; else the other way round
 * @param impatient whether the called side does not wait for its ACK, as it should
 * @param takings how the peers of the called trunk take an INVITE, in their order
 * @param reliability who wants provisional responses acknowledged (RFC 3262)
 * @param timers who wants the session refreshed, and how often
 * @param transfers who hands the call on, and how whoever is to take it takes it
 * @param company who comes into the call from outside
 * @param callerSays rows of the caller's INVITE: who it is, who has forwarded the call, what only its network knows
 */
record Plan(Network.Quality quality, boolean fromCore, Calling calling, boolean delayedOffer, boolean impatient,
        List<Taking> takings, List<InCall> callerInCall, List<InCall> calledInCall, Surroundings around,
        List<Trouble> troubles, Reliability reliability, List<String> callerSays, SessionTimers timers,
        Transfers transfers, Company company) {
    private static final int TALK_MILLIS = 60_000;
    private static final int RING_MILLIS = 20_000;
    private static final List<Integer> REFUSALS = List.of(300, 302, 380, 400, 401, 403, 404, 407, 410, 415, 422, 480,
            481, 482, 484, 486, 487, 488, 491, 493, 500, 501, 502, 505, 513, 600, 603, 604, 606);
    private static final List<Integer> HUNTED_ON = List.of(408, 503, 504);
    private static final List<String> SAID = List.of("Privacy: id", "P-Asserted-Identity: <sip:+441632960112@10.0.0.9>",
            "History-Info: <sip:+441632960200@10.0.0.9?Reason=SIP%3Bcause%3D302>;index=1,<sip:+441632960000@10.0.0.9>;index=1.1",
            "Diversion: <sip:+441632960200@10.0.0.9>;reason=user-busy", "X-MS-TenantID: t-1", "X-MS-Other: 10.0.0.9",
            "Alert-Info: <http://10.0.0.9/ring.wav>", "P-Charging-Vector: icid-value=1;icid-generated-at=10.0.0.9");
    private static final List<SipMethod> ASKED = List.of(SipMethod.OPTIONS, SipMethod.INFO, SipMethod.UPDATE,
            SipMethod.MESSAGE, SipMethod.NOTIFY);

    /**
     * Who wants provisional responses acknowledged.
     *
     * @param caller whether the caller requires it
     * @param silent whether the caller then acknowledges none
     * @param called whether the called peers do it
     */
    record Reliability(boolean caller, boolean silent, boolean called) {
        static Reliability of(Dice dice) {
            return new Reliability(dice.chance(12), dice.chance(8), dice.chance(15));
        }
    }

    /**
     * Who wants the session refreshed (RFC 4028).
     *
     * @param expiresSeconds what our node asks for; shorter at times than it may be, for calls here are short
     * @param caller what the caller asks for: then it ought to refresh, and does not; empty for a caller without timers
     * @param calledRefuses whether peers take no interval below 120 s in a call
     */
    record SessionTimers(int expiresSeconds, List<String> caller, boolean calledRefuses) {
        static SessionTimers of(Dice dice) {
            int expires = dice.chance(25) ? Sites.SHORT_SECONDS : 1_800;
            List<String> caller = dice.chance(15)
                    ? List.of("timer", dice.oneOf(List.of("60", "90", "90;refresher=uas", "90;refresher=uac", "1800")))
                    : List.of();
            return new SessionTimers(expires, caller, dice.chance(10));
        }
    }

    /**
     * What our node finds around it.
     *
     * @param firstResponseMillis Timer B
     * @param portsTaken whether media does not come back after a restart
     * @param refusedWrites which of all events that are to be journaled the journal does not take
     * @param follows whether it goes where a redirection says, instead of passing it
     */
    record Surroundings(int firstResponseMillis, Lookup lookup, int lookupMillis, boolean mediaRefused,
            int mediaMillis,
            boolean portsTaken, int journalMillis, List<Integer> refusedWrites, boolean follows) {

        Surroundings refusing(int first, int count) {
            return new Surroundings(firstResponseMillis, lookup, lookupMillis, mediaRefused, mediaMillis, portsTaken,
                    journalMillis, IntStream.range(first, first + count).boxed().toList(), follows);
        }
    }

    Transport transport() {
        return quality.reliable() ? Transport.TCP : Transport.UDP;
    }

    static Plan of(Dice dice) {
        boolean impatient = dice.chance(15);
        boolean callerStays = !impatient && dice.chance(10);
        Plan plan = new Plan(quality(dice), dice.chance(50), calling(dice), dice.chance(15), impatient, takings(dice),
                inCall(dice, callerStays), inCall(dice, !callerStays && dice.chance(10)), around(dice), troubles(dice),
                Reliability.of(dice), callerSays(dice), SessionTimers.of(dice), transfers(dice),
                Company.NONE);
        return plan.harder(dice);
    }

    /** What was thought of later is thrown for last, so that older seeds stay much what they were. */
    private Plan harder(Dice dice) {
        List<Trouble> more = new ArrayList<>(troubles);
        if (dice.chance(10)) {
            more.add(new Trouble.DiesMidway(dice.chance(50), dice.between(1, 2), dice.millisUpTo(300),
                    dice.millisUpTo(10_000)));
        }
        Surroundings where = dice.chance(4) ? around.refusing(dice.between(1, 5), dice.between(1, 2)) : around;
        Transfers handedOn = transfers;
        Company with = Company.NONE;
        if (dice.chance(6)) {
            with = new Company(Optional.of(newcomer(dice)), Optional.empty());
        } else if (dice.chance(8)) {
            with = new Company(Optional.empty(), Optional.of(consultation(dice)));
            InCall refers = refers(dice, new Whom.Partner(dice.chance(8)));
            boolean ofCaller = fromCore == dice.chance(10); // Microsoft's side consults
            handedOn = new Transfers(transfers.takings(), ofCaller ? List.of(refers) : List.of(),
                    ofCaller ? List.of() : List.of(refers), transfers.third());
        } else if (transfers.takings().isEmpty() && dice.chance(8)) {
            InCall refers = refers(dice, new Whom.OfTrunk(dice.chance(50), dice.chance(30)));
            boolean ofCaller = dice.chance(50);
            handedOn = new Transfers(List.of(taking(dice)), ofCaller ? List.of(refers) : List.of(),
                    ofCaller ? List.of() : List.of(refers), inCall(dice, false));
        }
        if (dice.chance(10)) {
            more.add(new Trouble.FallsSilent(dice.millisUpTo(TALK_MILLIS / 2),
                    dice.chance(70) ? List.of(MediaEnd.values()) : List.of(dice.oneOf(List.of(MediaEnd.values())))));
        }
        return new Plan(quality, fromCore, calling, delayedOffer, impatient, takings, callerInCall, calledInCall,
                where, more, reliability, callerSays, timers, handedOn, with);
    }

    private static Company.Newcomer newcomer(Dice dice) {
        Placing placing = new Placing(dice.chance(70) ? new Calling.Waits() : calling(dice), inCall(dice, false),
                dice.chance(5), false, false, List.of(), List.of());
        return new Company.Newcomer(placing, dice.chance(50), dice.chance(6), dice.millisUpTo(TALK_MILLIS / 4));
    }

    private static Company.Consultation consultation(Dice dice) {
        int answer = dice.millisUpTo(2_000);
        Taking replacing = dice.chance(70)
                ? new Taking.TakesPlace(dice.millisUpTo(1_000))
                : dice.oneOf(List.of(new Taking.Refuses(false, answer, dice.oneOf(REFUSALS), List.of()),
                        new Taking.Refuses(true, answer, 420, List.of()), new Taking.OnlyTries(),
                        new Taking.RingsOn(answer), new Taking.RingsAndAnswers(answer, 180, false, answer, true)));
        List<InCall> either = dice.chance(80)
                ? List.of(new InCall.HangsUp(dice.between(TALK_MILLIS / 2, TALK_MILLIS)))
                : inCall(dice, false);
        return new Company.Consultation(Placing.plain(new Calling.Waits(), either), dice.millisUpTo(RING_MILLIS),
                dice.chance(90) ? new Taking.Answers(answer) : taking(dice), replacing, either);
    }

    /** What the caller does in the call. */
    List<InCall> callerDoes() {
        return does(callerInCall, transfers.caller(), true);
    }

    /** What the called side does. */
    List<InCall> calledDoes() {
        return does(calledInCall, transfers.called(), false);
    }

    private List<InCall> does(List<InCall> some, List<InCall> more, boolean ofCaller) {
        Stream<InCall> replaced = company.newcomer()
                .filter(coming -> coming.ofCaller() == ofCaller)
                .map(coming -> new InCall.IsReplaced(coming.afterMillis()))
                .stream()
                .map(InCall.class::cast);
        return Stream.concat(Stream.concat(some.stream(), more.stream()), replaced).toList();
    }

    private static List<String> callerSays(Dice dice) {
        List<String> rows = new ArrayList<>(0);
        for (int more = dice.chance(20) ? dice.between(1, 4) : 0; more > 0; more--) {
            rows.add(dice.oneOf(SAID));
        }
        return rows;
    }

    private static Network.Quality quality(Dice dice) {
        int kind = dice.below(10);
        if (kind < 3) {
            return new Network.Quality(0, 0, 1 + dice.below(60), true);
        }
        if (kind < 6) {
            return new Network.Quality(0, dice.below(20), 1 + dice.below(60), false);
        }
        return new Network.Quality(dice.below(30), dice.below(30), 1 + dice.below(450), false);
    }

    private static Calling calling(Dice dice) {
        return switch (dice.below(20)) {
            case 0, 1, 2 -> new Calling.Cancels(dice.millisUpTo(RING_MILLIS));
            case 3, 4 -> new Calling.GivesUpByBye(dice.millisUpTo(RING_MILLIS));
            case 5, 6 -> new Calling.AcknowledgesLate(dice.millisUpTo(40_000));
            case 7 -> new Calling.NeverAcknowledges();
            case 8 -> new Calling.AcknowledgesWithoutAnswer();
            case 9 -> new Calling.AsksEarly(dice.oneOf(ASKED), dice.millisUpTo(RING_MILLIS));
            default -> new Calling.Waits();
        };
    }

    private static List<Taking> takings(Dice dice) {
        int peers = dice.chance(2) ? 0 : dice.chance(70) ? 1 : dice.between(2, 4);
        List<Taking> takings = new ArrayList<>(peers);
        for (int i = 0; i < peers; i++) {
            takings.add(i < peers - 1 && dice.chance(70) ? unable(dice) : taking(dice));
        }
        return takings;
    }

    private static Taking taking(Dice dice) {
        int ring = dice.millisUpTo(5_000);
        int answer = dice.millisUpTo(RING_MILLIS);
        return switch (dice.below(20)) {
            case 0, 1, 2 -> new Taking.Answers(answer);
            case 3, 4, 5 -> new Taking.RingsAndAnswers(ring, dice.oneOf(List.of(180, 181, 182, 183, 199)), false,
                    answer, true);
            case 6, 7, 8 -> new Taking.RingsAndAnswers(ring, 183, true, answer, dice.chance(70));
            case 9, 10 -> new Taking.Refuses(dice.chance(50), answer, dice.chance(12) ? 302 : dice.oneOf(REFUSALS),
                    List.of());
            case 11 -> unable(dice);
            case 12 -> new Taking.RingsOn(ring);
            case 13, 14, 15 -> new Taking.Forks(ring, dice.chance(50), dice.chance(30), answer, dice.chance(60),
                    dice.millisUpTo(3_000), dice.chance(15));
            case 16, 17 -> new Taking.AnswersWhenCancelled(ring, dice.millisUpTo(2_000));
            case 18 -> new Taking.OnlyTries();
            default -> new Taking.IsAway();
        };
    }

    /** Another peer may do better than this one. */
    private static Taking unable(Dice dice) {
        return dice.chance(25)
                ? new Taking.IsAway()
                : new Taking.Refuses(dice.chance(30), dice.millisUpTo(5_000), dice.oneOf(HUNTED_ON),
                        dice.chance(50) ? List.of(Integer.toString(dice.below(600))) : List.of());
    }

    private static List<InCall> inCall(Dice dice, boolean stays) {
        List<InCall> behaviours = new ArrayList<>();
        if (!stays) {
            behaviours.add(new InCall.HangsUp(dice.millisUpTo(TALK_MILLIS)));
        }
        if (dice.chance(15)) {
            behaviours.add(new InCall.Asks(dice.oneOf(ASKED), dice.millisUpTo(TALK_MILLIS)));
        }
        for (int exchanges = dice.chance(40) ? dice.between(1, 3) : 0; exchanges > 0; exchanges--) {
            int after = dice.millisUpTo(TALK_MILLIS);
            behaviours.add(dice.chance(25)
                    ? new InCall.AsksForAnOffer(after)
                    : new InCall.OffersAgain(dice.chance(75) ? SipMethod.INVITE : SipMethod.UPDATE, after));
        }
        if (dice.chance(5)) {
            behaviours.add(new InCall.AsksTooLate(dice.millisUpTo(TALK_MILLIS)));
        }
        return behaviours;
    }

    private static Transfers transfers(Dice dice) {
        if (!dice.chance(12)) {
            return Transfers.NONE;
        }
        int who = dice.below(5);
        List<InCall> third = inCall(dice, false);
        if (dice.chance(10)) {
            third.add(refers(dice));
        }
        List<Taking> takings = dice.chance(75) ? List.of(taking(dice)) : List.of(unable(dice), taking(dice));
        return new Transfers(takings, who < 3 ? List.of(refers(dice)) : List.of(),
                who > 1 ? List.of(refers(dice)) : List.of(), third);
    }

    private static InCall refers(Dice dice) {
        int after = dice.millisUpTo(TALK_MILLIS / 6);
        return refers(dice, after, new Whom.Number("+44163296030" + dice.below(3)));
    }

    private static InCall refers(Dice dice, Whom whom) {
        return refers(dice, dice.millisUpTo(TALK_MILLIS / 3), whom);
    }

    private static InCall refers(Dice dice, int afterMillis, Whom whom) {
        return new InCall.Refers(afterMillis, whom, dice.chance(10), dice.chance(20), dice.chance(85),
                dice.millisUpTo(dice.chance(50) ? 5_000 : RING_MILLIS));
    }

    private static Surroundings around(Dice dice) {
        String called = "+441632960000";
        Lookup lookup = dice.chance(5)
                ? new Lookup.Unavailable(called, "by the seed")
                : dice.chance(50)
                        ? new Lookup.Unprovisioned(called)
                        : new Lookup.Held(called, "acme", Service.OPERATOR_CONNECT, Optional.empty());
        return new Surroundings(dice.chance(70) ? 4_000 : 32_000, lookup, dice.chance(50) ? 0 : dice.millisUpTo(3_000),
                dice.chance(3), dice.chance(50) ? 0 : dice.millisUpTo(1_000), dice.chance(20), dice.millisUpTo(300),
                dice.chance(2) ? List.of(1) : List.of(), dice.chance(50));
    }

    private static List<Trouble> troubles(Dice dice) {
        List<Trouble> troubles = new ArrayList<>();
        if (dice.chance(20)) {
            troubles.add(new Trouble.Dies(dice.millisUpTo(TALK_MILLIS), dice.millisUpTo(20_000)));
        }
        if (dice.chance(5)) {
            troubles.add(new Trouble.Stops(dice.millisUpTo(TALK_MILLIS), dice.millisUpTo(5_000),
                    dice.millisUpTo(20_000)));
        }
        if (dice.chance(8)) {
            troubles.add(new Trouble.HangsUp(dice.millisUpTo(TALK_MILLIS)));
        }
        return troubles;
    }
}
