package io.tandem.fuzz;

import io.tandem.media.codec.SpeechCodec;
import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.media.rtp.RtcpReader;
import io.tandem.media.rtp.Rtcp;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.srtp.SrtpReceiver;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.srtp.SrtpSender;
import io.tandem.media.srtp.Verdict;
import io.tandem.media.translate.PayloadTranslator;
import io.tandem.media.translate.Scratch;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What comes on a media socket: RTP and RTCP, the same protected, and payloads that are translated. */
public final class PacketFuzz {
    private static final int ROOM = 64;
    private static final int OURS = 0x01020304;
    private static final SrtpScratch SCRATCH = new SrtpScratch();
    private static final Scratch SPEECH = new Scratch();

    private PacketFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ByteBuffer packet = ByteBuffer.allocate(input.length + ROOM).put(input).flip();
        if (RtpPacket.isRtp(packet)) {
            int octets = RtpPacket.payloadBytes(packet);
            Always.holds(octets >= 0 && RtpPacket.headerBytes(packet) + octets <= input.length, "the payload fits");
            translated(packet, octets);
        }
        Rtcp.isRtcp(packet);
        new RtcpReader().read(packet, OURS);
        for (SrtpSuite suite : SrtpSuite.values()) {
            sealed(input, MasterKey.of(suite, new byte[suite.keyBytes() + suite.saltBytes()]));
        }
    }

    private static void translated(ByteBuffer packet, int octets) {
        if (octets > Scratch.MAX_PAYLOAD_BYTES) {
            return;
        }
        for (SpeechCodec from : SpeechCodec.values()) {
            for (SpeechCodec to : SpeechCodec.values()) {
                packet.get(RtpPacket.headerBytes(packet), SPEECH.source, 0, octets);
                int made = PayloadTranslator.of(from, to).translate(octets, SPEECH);
                Always.holds(made == octets, "a packet of speech keeps its length");
            }
        }
    }

    /** Nothing is genuine that was not protected, and what was is as it was before. */
    private static void sealed(byte[] input, MasterKey key) {
        SrtpReceiver receiver = new SrtpReceiver(key, SCRATCH);
        Always.holds(receiver.openRtp(room(input)) != Verdict.GENUINE, "nobody guesses a tag");
        Always.holds(receiver.openRtcp(room(input)) != Verdict.GENUINE, "nobody guesses a tag");
        SrtpSender sender = new SrtpSender(key, SCRATCH);
        ByteBuffer rtp = room(input);
        if (sender.protectRtp(rtp) == Verdict.GENUINE) {
            Always.holds(receiver.openRtp(rtp) == Verdict.GENUINE && Arrays.equals(bytes(rtp), input), "RTP as it was");
        }
        ByteBuffer rtcp = room(input);
        if (sender.protectRtcp(rtcp) == Verdict.GENUINE) {
            Always.holds(receiver.openRtcp(rtcp) == Verdict.GENUINE && Arrays.equals(bytes(rtcp), input),
                    "RTCP as it was");
        }
    }

    private static ByteBuffer room(byte[] input) {
        return ByteBuffer.allocate(input.length + ROOM).put(input).flip();
    }

    private static byte[] bytes(ByteBuffer packet) {
        return Arrays.copyOf(packet.array(), packet.limit());
    }
}
