package io.tandem.ops.lab;

import io.tandem.ops.lab.audio.Ear;
import io.tandem.ops.lab.audio.Mouth;
import io.tandem.ops.lab.audio.Passage;
import io.tandem.ops.lab.audio.StampedEar;
import io.tandem.ops.lab.audio.StampedMouth;
import io.tandem.ops.lab.audio.Voice;
import io.tandem.port.CallId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A call as one agent had it, told once, when it is over.
 *
 * @param caller whether the agent placed it
 * @param calling what From said; @param called what the Request-URI said
 * @param remoteTag the far end's tag, "" when it gave none
 * @param setUpNanos from INVITE to the 2xx, of a callee from the one's arrival to the other's sending; -1 without a 2xx
 * @param events what happened between answer and end, in order
 * @param speech what was said and heard; empty when the call was not answered
 * @param stamped the same of an agent whose packets say when they were sent, in place of speech
 */
public record CallReport(String agent, boolean caller, String calling, String called, String sipCallId,
        String remoteTag, long setUpNanos, Outcome outcome, List<CallEvent> events, Optional<Speech> speech,
        Optional<Stamped> stamped) {

    public CallReport {
        events = List.copyOf(events);
    }

    /** Mouth and ear of one end; nobody uses them any more but who reads the report. */
    public record Speech(Mouth mouth, Ear ear) {}

    /**
     * The same of packets that say when they were sent.
     *
     * @param closedNanos until when the ear was there, by {@link System#nanoTime}
     * @param overflowed packets that came, and were lost since this process took them too late
     */
    public record Stamped(StampedMouth mouth, StampedEar ear, long closedNanos, long overflowed) {}

    /** The gateway's id of the call, which rides in its tags; empty when the far end was no gateway of ours. */
    public Optional<CallId> gatewayCall() {
        return CallId.fromTag(remoteTag);
    }

    /** Who speaks on this end, for {@link Voice#seed}. */
    public String speaker() {
        return speaker(caller);
    }

    /**
     * The longest silence at this end, by what is missing of what the other end of the same call said; empty unless both
     * have packets that say when they were sent.
     */
    public OptionalLong silenceNanosFrom(CallReport other) {
        if (stamped.isEmpty() || other.stamped.isEmpty()) {
            return OptionalLong.empty();
        }
        Stamped here = stamped.get();
        return OptionalLong.of(here.ear().longestSilenceNanos(other.stamped.get().mouth(), here.closedNanos()));
    }

    static String speaker(boolean caller) {
        return caller ? "caller" : "callee";
    }

    /** How this end's voice came over to the other end of the same call. */
    public Passage passageTo(CallReport other) {
        if (speech.isEmpty() || other.speech.isEmpty()) {
            return Passage.NONE;
        }
        return Passage.of(speech.get().mouth(), other.speech.get().ear(), Voice.seed(calling, called, speaker()));
    }
}
