package io.tandem.call;

import io.tandem.interworking.Causes;
import io.tandem.media.session.SessionStats;
import io.tandem.port.CallId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a call says of itself when asked: a snapshot for queries, lists and ladders.
 *
 * @param state Routing, Offering, Ringing, Talking, Releasing, Ended
 * @param account the account of the called (from core) or calling (to core) number, where one is known
 * @param service label of the service, where chosen
 * @param decision the anchoring and routing decision, in words: which trunk and why
 * @param failedAttempts peers that were tried and could not take the call, in that order
 * @param transfers what was tried to put another party in a side's place, in that order
 * @param emergency whether it calls for help
 * @param cause how it ended; empty while it lives
 */
public record CallView(CallId id, String state, Instant startedAt, Optional<Instant> answeredAt,
        Optional<Instant> endedAt, String calling, String called, Optional<String> account, Optional<String> service,
        String decision, List<Attempt> failedAttempts, List<Transferral> transfers, boolean emergency,
        Optional<EndCause> cause, List<LegView> legs,
        Optional<MediaView> media,
        List<TimelineEntry> timeline, List<TraceEntry> trace) {

    /**
     * One side, its addresses and SIP values as on the wire.
     *
     * @param number 0 is the caller
     * @param role "caller" or "callee"
     * @param localCSeq last number that we used in the dialog, -1 for none
     * @param remoteCSeq last number that the peer used, -1 for none
     */
    public record LegView(int number, String role, String state, String peerGroup, String peer, String callId,
            String localTag, String remoteTag, long localCSeq, long remoteCSeq, List<String> routeSet,
            String remoteTarget) {}

    /**
     * @param codecs names of the codecs in the answer, first one preferred
     * @param heldBy the sides that have put the other on hold: caller, callee
     * @param silent the sides from which no media came for a while although it came from the other (TSP-165)
     * @param mos how it sounds; empty where there are no figures
     */
    public record MediaView(List<String> codecs, List<String> heldBy, List<String> silent,
            Optional<SessionStats> stats, Optional<Mos> mos) {}

    /**
     * How what comes from each side would be judged, estimated from figures: 1 (bad) to 4.5 (MET-15); empty of a side that is not heard.
     */
    public record Mos(Optional<Double> caller, Optional<Double> callee) {
        public static Mos of(SessionStats stats, List<String> codecs) {
            String codec = codecs.isEmpty() ? "" : codecs.getFirst();
            return new Mos(stats.caller().mos(codec).map(Mos::rounded), stats.callee().mos(codec).map(Mos::rounded));
        }

        private static double rounded(double mos) {
            return Math.round(mos * 100) / 100.0;
        }
    }

    /** One fact of the call's life, in words, with its time. */
    public record TimelineEntry(Instant at, String what) {}

    /**
     * One SIP message on one leg.
     *
     * @param leg the leg's number, 0 is the caller
     * @param inbound true: received by us
     * @param summary start line as an engineer writes it: {@code INVITE} or {@code 200 OK}
     * @param cseq {@code 1 INVITE}
     * @param sdp whether it carried a session description
     * @param atEdge handled by the transaction layer beside the socket (100, CANCEL's 200, ACK to a refusal)
     */
    public record TraceEntry(Instant at, int leg, boolean inbound, String summary, String cseq, boolean sdp,
            boolean atEdge) {}

    /**
     * How a call ended.
     *
     * @param side who released it: caller, callee, gateway
     * @param status SIP status that the caller got; of an answered call 200, or the status of the fault that ended it
     * @param q850 Q.850 cause value
     * @param reason in words
     */
    public record EndCause(String side, int status, int q850, String reason) {

        /** Whether we have ended it because neither side sent media (TSP-165); nothing else of ours has this pair of causes. */
        public boolean forWantOfMedia() {
            return side.equals("gateway") && status == MediaWatchRules.STATUS
                    && q850 == Causes.RECOVERY_ON_TIMER_EXPIRY;
        }
    }
}
