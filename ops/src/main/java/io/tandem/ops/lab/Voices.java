package io.tandem.ops.lab;

import io.tandem.ops.lab.audio.Voice;

/**
 * Who speaks in a call, at one end of it.
 *
 * @param ours seed of the voice of this end, {@link Voice#seed}; @param theirs likewise
 * @param identity 64 random bits for this end's RTP
 */
record Voices(long ours, long theirs, long identity) {

    static Voices of(LiveCall.Start start, long identity) {
        boolean caller = start.invite().isEmpty();
        return new Voices(Voice.seed(start.calling(), start.called(), CallReport.speaker(caller)),
                Voice.seed(start.calling(), start.called(), CallReport.speaker(!caller)), identity);
    }
}
