package io.tandem.call;

import io.tandem.leg.Leg;
import io.tandem.sip.message.SipResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What goes on in the early dialogs of a call that is not answered yet. Of an ordinary one: that somebody rings.
 *
 * @param forks early dialogs of the attempt that is under way; the one that has described its media last comes last
 * @param caller the caller's early dialog, once something beside responses has been said in it
 * @param telling what the caller is told by responses that it acknowledges
 * @param passed requests of one side that wait for the other's answer, oldest first
 * @param held the answer, while the caller has not acknowledged a description that it was told before (RFC 3262 §3)
 */
record Early(List<Fork> forks, Optional<Leg.Early> caller, Telling telling, List<Passed> passed,
        Optional<CallInput.ResponseReceived> held) {
    /** As many as the transaction layer takes answers of. */
    static final int MOST_FORKS = 16;
    static final Early NONE = new Early(List.of(), Optional.empty(), Telling.NOTHING, List.of(), Optional.empty());

    Early {
        forks = List.copyOf(forks);
        passed = List.copyOf(passed);
    }

    /**
     * Responses that are repeated until they are acknowledged, one at a time (RFC 3262 §3).
     *
     * @param rseq number of the last one, 0 before the first
     * @param unacknowledged the one that waits for its PRACK
     * @param waiting those that follow it, not numbered yet
     * @param agreed whether one that described the session has been acknowledged: then the caller's offer is answered
     */
    record Telling(long rseq, Optional<Unacknowledged> unacknowledged, List<SipResponse> waiting, boolean agreed) {
        static final Telling NOTHING = new Telling(0, Optional.empty(), List.of(), false);

        Telling {
            waiting = List.copyOf(waiting);
        }

        Telling behind(SipResponse response) {
            List<SipResponse> more = new ArrayList<>(waiting);
            more.add(response);
            return new Telling(rseq, unacknowledged, more, agreed);
        }

        Telling told(Unacknowledged response, long number) {
            return new Telling(number, Optional.of(response), waiting, agreed);
        }

        Telling acknowledged() {
            boolean described = unacknowledged.map(heard -> heard.response().hasBody()).orElse(false);
            return new Telling(rseq, Optional.empty(), waiting, agreed || described);
        }

        Telling withoutFirst() {
            return new Telling(rseq, unacknowledged, waiting.subList(1, waiting.size()), agreed);
        }
    }

    /**
     * A response whose PRACK is still to come.
     *
     * @param interval after which it was or will be repeated
     */
    record Unacknowledged(SipResponse response, Instant first, Duration interval) {}

    Optional<Fork> fork(String toTag) {
        for (Fork fork : forks) {
            if (fork.toTag().equals(toTag)) {
                return Optional.of(fork);
            }
        }
        return Optional.empty();
    }

    /** The fork whose description came last: the one that media goes to. */
    Optional<Fork> heard() {
        for (Fork fork : forks.reversed()) {
            if (fork.described().isPresent() && !fork.over()) {
                return Optional.of(fork);
            }
        }
        return Optional.empty();
    }

    /** With the fork as it is now, in its place, or behind the others. */
    Early with(Fork newer, boolean last) {
        List<Fork> all = new ArrayList<>(forks.size() + 1);
        boolean known = false;
        for (Fork fork : forks) {
            boolean same = fork.toTag().equals(newer.toTag());
            known |= same && !last;
            if (!same) {
                all.add(fork);
            } else if (!last) {
                all.add(newer);
            }
        }
        if (!known) {
            all.add(newer);
        }
        return with(all);
    }

    /** Nothing more is said in the dialog of that response. */
    Early without(SipResponse ended) {
        return ended.toTag().flatMap(this::fork).map(fork -> with(fork.ended(), false)).orElse(this);
    }

    /** The next attempt has forks of its own; what the caller has been told stays told. */
    Early ofNextAttempt() {
        return forks.isEmpty() ? this : with(List.<Fork>of());
    }

    private Early with(List<Fork> newer) {
        return new Early(newer, caller, telling, passed, held);
    }

    Early with(Leg.Early dialog) {
        return new Early(forks, Optional.of(dialog), telling, passed, held);
    }

    Early with(Telling newer) {
        return new Early(forks, caller, newer, passed, held);
    }

    Early passing(List<Passed> waiting) {
        return new Early(forks, caller, telling, waiting, held);
    }

    Early holding(CallInput.ResponseReceived answer) {
        return new Early(forks, caller, telling, passed, Optional.of(answer));
    }

    /** Whether the caller may have seen a description, and has not said so: then it gets no 2xx (RFC 3262 §3). */
    boolean answerHasToWait() {
        return telling.unacknowledged().map(waits -> waits.response().hasBody()).orElse(false);
    }
}
