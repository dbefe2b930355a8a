package io.tandem.fuzz;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.EndPoint;
import io.tandem.media.sdp.OwnMedia;
import io.tandem.media.sdp.RelayedSdp;
import io.tandem.media.sdp.RemoteMedia;
import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.SdpResult;
import io.tandem.media.sdp.SessionDescription;
import java.util.List;

/** A description that can be read is written so that it reads the same, and can be answered, offered and relayed. */
public final class SdpFuzz {
    private static final OwnMedia OWN = new OwnMedia(1, 1, "192.0.2.1", 20_000);
    private static final EndPoint END = new EndPoint(OWN, List.of(Codec.PCMU, Codec.PCMA, Codec.TELEPHONE_EVENT),
            Direction.SENDRECV, 20);

    private SdpFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (Sdp.parse(data) instanceof SdpResult.Parsed(SessionDescription description)) {
            byte[] wire = Sdp.toBytes(description);
            Always.holds(wire.length > Sdp.MAX_BYTES || Sdp.parse(wire).equals(new SdpResult.Parsed(description)),
                    "what is written reads the same");
            RemoteMedia.of(description);
            END.answer(description);
            RelayedSdp.offer(description, OWN).ifPresent(Sdp::toBytes);
            RelayedSdp.answer(description, description, OWN);
        }
    }
}
