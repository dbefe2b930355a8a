package io.tandem.media.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.sdp.Codec;
import io.tandem.media.srtp.SrtpScratch;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeechStreamTest {
    private static final int SPACING_NANOS = 20_000_000;
    private static final int WAY_NANOS = 300_000;
    private static final int OTHER_SSRC = 99;
    private static final int TICKS_AWAY = -77_777;

    private final ByteBuffer packet = ByteBuffer.allocate(Outgoing.PACKET_BYTES);
    private final SpeechStream stream = stream(Optional.empty());
    private int sent;

    private static SpeechStream stream(Optional<MasterKey> key) {
        return new SpeechStream(5, Codec.PCMA, Codec.PCMA, Speech.of(Codec.PCMA), key, key, new SrtpScratch());
    }

    private ByteBuffer next() {
        stream.next(packet);
        stream.leaves(++sent * (long) SPACING_NANOS);
        return packet;
    }

    /** As a gateway that gives numbers of its own does. */
    private ByteBuffer renumbered() {
        next();
        RtpPacket.renumber(packet, RtpPacket.sequenceNumber(packet) + 7, RtpPacket.timestampTicks(packet) + TICKS_AWAY,
                OTHER_SSRC);
        return packet;
    }

    private int arrives(ByteBuffer what, boolean learning) {
        return stream.arrived(what, sent * (long) SPACING_NANOS + WAY_NANOS, learning);
    }

    @Test
    void eachPacketIsKnownAgainWhateverItsNumbersHaveBecome() {
        for (int i = 0; i < 100; i++) {
            assertThat(arrives(renumbered(), i < 10)).isEqualTo(i);
            assertThat(stream.tookNanos()).isEqualTo(WAY_NANOS);
        }
    }

    @Test
    void oneThatIsTwoLateTookTwoSpacingsLonger() {
        arrives(renumbered(), true);
        ByteBuffer late = ByteBuffer.allocate(Outgoing.PACKET_BYTES).put(renumbered()).flip();
        next();
        next();
        assertThat(arrives(late, false)).isEqualTo(1);
        assertThat(stream.tookNanos()).isEqualTo(WAY_NANOS + 2 * SPACING_NANOS);
    }

    @Test
    void aBeginningWithDelayIsUnlearned() {
        ByteBuffer late = ByteBuffer.allocate(Outgoing.PACKET_BYTES).put(renumbered()).flip();
        next();
        assertThat(arrives(late, true)).as("taken for the newest").isEqualTo(1);
        assertThat(arrives(renumbered(), true)).isEqualTo(2);
        assertThat(stream.tookNanos()).isEqualTo(WAY_NANOS);
    }

    @Test
    void oneThatComesAgainOrIsOfNoUseIsNotCounted() {
        assertThat(arrives(next(), true)).isZero();
        assertThat(arrives(packet, true)).isEqualTo(SpeechStream.STRANGE);
        next();
        packet.put(1, (byte) Codec.PCMU.payloadType());
        assertThat(arrives(packet, true)).isEqualTo(SpeechStream.WRONG);
    }

    @Test
    void whatIsOpenedWithTheKeyIsComparedWithWhatWasSaid() {
        SpeechStream secured = stream(Optional.of(TandemRelay.randomKey()));
        int wrong = 0;
        for (int i = 0; i < 2 * MediaCase.PACKETS_PER_S; i++) {
            secured.next(packet);
            secured.leaves(1);
            packet.put(packet.limit() - 1, (byte) (packet.get(packet.limit() - 1) + i / MediaCase.PACKETS_PER_S));
            wrong += secured.arrived(packet, 2, false) == SpeechStream.WRONG ? 1 : 0;
        }
        assertThat(wrong).as("one a second is looked into, and the second second is forged").isEqualTo(1);
    }
}
