package io.tandem.media.session;

import io.tandem.media.rtp.Reception;
import io.tandem.media.rtp.RtcpWriter;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What makes an end of a session more than a pipe: the stream of ours that it is sent, and the reports between it and us. In a
 * session of which one end is protected both ends have one; in a plain one neither has.
 */
record Mediation(OutwardStream stream, EndReports reports) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int FIRST_SEQUENCE_NUMBERS = 1 << 15;
    private static final int NAME_BYTES = 12;

    /** @param reception of what the end sends */
    static Mediation begin(Reception reception) {
        byte[] name = new byte[NAME_BYTES];
        RANDOM.nextBytes(name);
        OutwardStream stream = new OutwardStream(RANDOM.nextInt(), RANDOM.nextInt(FIRST_SEQUENCE_NUMBERS),
                RANDOM.nextInt());
        return new Mediation(stream,
                new EndReports(RtcpWriter.canonicalName(HexFormat.of().formatHex(name)), RANDOM, stream, reception));
    }
}
