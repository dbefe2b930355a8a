package io.tandem.call;

import io.tandem.call.CallView.EndCause;
import io.tandem.leg.Leg;
import io.tandem.media.session.SessionStats;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is journaled of a call: what another node would need to keep it up or to account for it (design §3).
 * Each event carries the part of the call's story that was told since the event before.
 */
public sealed interface CallEvent {
    String story();

    /**
     * The event as it is journaled.
     *
     * @param story what was told since the event before
     * @param stats the media figures so far, where there are any
     */
    CallEvent told(String story, Optional<SessionStats> stats);

    /** The event of a call in which those offers of ours are still to be made, or to be answered. */
    CallEvent owing(List<OwnOffer> offers);

    /**
     * Written before the 2xx is relayed: from here on the call outlives its node.
     *
     * @param owed offers of ours that follow from it, next one first; whoever takes the call up makes them
     */
    record CallAnswered(CallFacts facts, Instant answeredAt, Leg.Confirmed caller, Leg.Confirmed callee,
            CallMedia media, List<OwnOffer> owed, String story) implements CallEvent {
        public CallAnswered {
            owed = List.copyOf(owed);
        }

        /** After which there is nothing of our own to say. */
        public CallAnswered(CallFacts facts, Instant answeredAt, Leg.Confirmed caller, Leg.Confirmed callee,
                CallMedia media, String story) {
            this(facts, answeredAt, caller, callee, media, List.of(), story);
        }

        CallAnswered timed(Leg.Confirmed callerNow, Leg.Confirmed calleeNow) {
            return new CallAnswered(facts, answeredAt, callerNow, calleeNow, media, owed, story);
        }

        @Override
        public CallAnswered owing(List<OwnOffer> offers) {
            return new CallAnswered(facts, answeredAt, caller, callee, media, offers, story);
        }

        @Override
        public CallAnswered told(String told, Optional<SessionStats> stats) {
            return new CallAnswered(facts, answeredAt, caller, callee, media, owed, told);
        }
    }

    /**
     * Written before the answer to a re-INVITE or an UPDATE is relayed: the call as it is from here on, whole, so that
     * nothing of what was before has to be known.
     *
     * @param owed offers of ours that follow from it, next one first; whoever takes the call up makes them
     */
    record SessionChanged(CallFacts facts, Instant answeredAt, Leg.Confirmed caller, Leg.Confirmed callee,
            CallMedia media, List<OwnOffer> owed, String story) implements CallEvent {
        public SessionChanged {
            owed = List.copyOf(owed);
        }

        /** After which there is nothing of our own to say. */
        public SessionChanged(CallFacts facts, Instant answeredAt, Leg.Confirmed caller, Leg.Confirmed callee,
                CallMedia media, String story) {
            this(facts, answeredAt, caller, callee, media, List.of(), story);
        }

        /** The same after another request on that leg: its number shall not be used twice. */
        SessionChanged counting(Leg.Confirmed leg) {
            boolean isCaller = leg.number() == caller.number();
            return new SessionChanged(facts, answeredAt, isCaller ? leg : caller, isCaller ? callee : leg, media,
                    owed, story);
        }

        SessionChanged timed(Leg.Confirmed callerNow, Leg.Confirmed calleeNow) {
            return new SessionChanged(facts, answeredAt, callerNow, calleeNow, media, owed, story);
        }

        @Override
        public SessionChanged owing(List<OwnOffer> offers) {
            return new SessionChanged(facts, answeredAt, caller, callee, media, offers, story);
        }

        @Override
        public SessionChanged told(String told, Optional<SessionStats> stats) {
            return new SessionChanged(facts, answeredAt, caller, callee, media, owed, told);
        }
    }

    /** Written once for every attempt that its node outlives: the call record, with release side and cause. */
    record CallEnded(CallFacts facts, Optional<Instant> answeredAt, Instant endedAt, EndCause cause,
            List<Leg.Closed> legs, Optional<CallMedia> media, Optional<SessionStats> stats, String story)
            implements
                CallEvent {
        @Override
        public CallEnded owing(List<OwnOffer> offers) {
            return this;
        }

        @Override
        public CallEnded told(String told, Optional<SessionStats> figures) {
            return new CallEnded(facts, answeredAt, endedAt, cause, legs, media, figures, told);
        }
    }
}
