package io.tandem.ops.query;

import io.tandem.call.Attempt;
import io.tandem.call.CallView;
import io.tandem.call.CallView.EndCause;
import io.tandem.call.CallView.LegView;
import io.tandem.call.CallView.MediaView;
import io.tandem.call.CallView.TimelineEntry;
import io.tandem.call.CallView.TraceEntry;
import io.tandem.media.session.SessionStats;
import io.tandem.port.CallId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls to draw and to show. */
final class Calls {
    static final Instant T0 = Instant.parse("2026-11-23T02:00:00Z");
    static final CallId ID = new CallId("7k0123456789abcdefgh");
    static final String CALLING = "+441632960123";
    static final String CALLED = "+441632960456";

    private final List<TraceEntry> trace = new ArrayList<>();
    private final List<Attempt> failed = new ArrayList<>();

    /** An ordinary call from the core, ended by the caller. */
    static CallView basic() {
        Calls calls = new Calls();
        calls.in(0, 0, "INVITE", "1 INVITE", true)
                .absorbed(100, 0, false, "100 Trying", "1 INVITE")
                .out(2_300, 1,
                        "INVITE", "1 INVITE", true)
                .absorbed(3_000, 1, true, "100 Trying", "1 INVITE")
                .in(21_450, 1,
                        "180 Ringing", "1 INVITE", false)
                .out(21_900, 0, "180 Ringing", "1 INVITE", false)
                .in(1_850_000,
                        1, "200 OK", "1 INVITE", true)
                .out(1_851_200, 0, "200 OK", "1 INVITE", true)
                .in(
                        1_853_000, 0, "ACK", "1 ACK", false)
                .out(1_853_300, 1, "ACK", "1 ACK",
                        false)
                .in(64_853_000, 0, "BYE", "2 BYE", false)
                .out(64_853_400, 0,
                        "200 OK", "2 BYE", false)
                .out(64_853_500, 1, "BYE", "2 BYE",
                        false)
                .in(64_855_000, 1, "200 OK", "2 BYE", false);
        return calls.view(Optional.of(new EndCause("caller", 200, 16, "normal clearing")), Optional.of(1_851_200L),
                Optional.of(64_855_100L), List.of(leg(0, "core", "core-1"), leg(1, "teams", "mps-1")));
    }

    /** Two called peers: the first one cannot, the second refuses; the reason phrases are a peer's mischief. */
    static CallView hunted() {
        Calls calls = new Calls();
        calls.failed.add(new Attempt(1, "mps-1", Attempt.Outcome.UNAVAILABLE, 503, "gone"));
        calls.in(0, 0, "INVITE", "1 INVITE", true)
                .out(1_000, 1, "INVITE", "1 INVITE", true)
                .in(2_000, 1,
                        "503 <b>&\"gone\"\u001b[31m " + CALLED, "1 INVITE", false)
                .absorbed(2_100, 1, false, "ACK",
                        "1 ACK")
                .out(2_500, 2, "INVITE", "1 INVITE", true)
                .in(9_000, 2, "486 Busy Here", "1 INVITE",
                        false)
                .absorbed(9_100, 2, false, "ACK", "1 ACK")
                .out(9_200, 0, "486 Busy Here",
                        "1 INVITE", false)
                .absorbed(10_000, 0, true, "ACK", "1 ACK");
        return calls.view(Optional.of(new EndCause("callee", 486, 17, "Busy Here")), Optional.empty(),
                Optional.of(10_100L), List.of(leg(0, "core", "core-1"), leg(2, "teams", "mps-2")));
    }

    /** Its process died in mid-call and its messages were not kept. */
    static CallView untold() {
        return new Calls().view(Optional.empty(), Optional.of(1_000L), Optional.empty(),
                List.of(leg(0, "core", "core-1"), leg(1, "teams", "mps-1")));
    }

    private Calls in(long micros, int leg, String summary, String cseq, boolean sdp) {
        return add(new TraceEntry(at(micros), leg, true, summary, cseq, sdp, false));
    }

    private Calls out(long micros, int leg, String summary, String cseq, boolean sdp) {
        return add(new TraceEntry(at(micros), leg, false, summary, cseq, sdp, false));
    }

    private Calls absorbed(long micros, int leg, boolean inbound, String summary, String cseq) {
        return add(new TraceEntry(at(micros), leg, inbound, summary, cseq, false, true));
    }

    private Calls add(TraceEntry entry) {
        trace.add(entry);
        return this;
    }

    private CallView view(Optional<EndCause> cause, Optional<Long> answered, Optional<Long> ended, List<LegView> legs) {
        SessionStats.EndStats end = new SessionStats.EndStats("127.0.0.1:20000", "127.0.0.1:30000", true, 3_000,
                480_000,
                2_990, 478_400, 0, 0, 0, 0.4, 12, 12);
        Optional<MediaView> media = answered.map(_ -> new MediaView(List.of("PCMU", "PCMA"), List.of(), List.of(),
                Optional.of(new SessionStats(end, end)), Optional.empty()));
        return new CallView(ID, ended.isPresent() ? "Ended" : "Talking", T0, answered.map(Calls::at),
                ended.map(Calls::at), CALLING, CALLED, Optional.of("contoso"), Optional.of("oc"),
                "to trunk teams: number held by contoso for OperatorConnect", List.copyOf(failed), List.of(), false,
                cause, legs,
                media,
                List.of(new TimelineEntry(T0, "INVITE from core-1")), List.copyOf(trace));
    }

    private static LegView leg(int number, String group, String peer) {
        return new LegView(number, number == 0 ? "caller" : "callee", "confirmed", group, peer, "a84b4c76@" + peer,
                ID.tag(number), "1928301774", 1, 2, List.of(), "sip:+441632960456@127.0.0.1:5080");
    }

    private static Instant at(long micros) {
        return T0.plusNanos(micros * 1_000);
    }
}
