package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.codec.SpeechCodec;
import io.tandem.media.codec.SpeechDecoder;
import io.tandem.media.codec.SpeechEncoder;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Translation;
import io.tandem.media.session.OpenResult.Opened;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session whose ends speak different codecs (F-63). */
@Tag("F-63")
class TranslatedRelayIT {
    private static final String HOME = "127.0.0.1";
    private static final int PACKETS = 50;
    private static final int OCTETS = 160;
    private static final int TONE_HZ = 440;

    private RelayEngine engine;
    private Peer caller;
    private Peer callee;
    private Opened session;

    @BeforeEach
    void open() throws IOException {
        engine = RelayEngine.start(RelaySettings.ofPorts(46_741, 46_772), RelayListener.NONE);
        caller = new Peer(HOME);
        callee = new Peer(HOME);
        session = (Opened) engine.open(new OpenSession("c", HOME, HOME, Optional.empty()));
        engine.describeRemote(remote(MediaEnd.CALLER, caller));
    }

    @AfterEach
    void close() {
        engine.close();
        caller.close();
        callee.close();
    }

    private static DescribeRemote remote(MediaEnd end, Peer peer) {
        return new DescribeRemote("c", end, HOME, peer.port(), peer.port() + 1, 8_000);
    }

    private void translate(Codec here, Codec there) {
        engine.describeRemote(remote(MediaEnd.CALLEE, callee).translating(List.of(new Translation(here, there))));
    }

    private static byte[] packet(int payloadType, int sequenceNumber, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(RtpPacket.FIXED_HEADER_BYTES + payload.length);
        RtpPacket.writeHeader(packet, false, payloadType, sequenceNumber, sequenceNumber * 160, 7);
        return packet.put(payload).array();
    }

    private static Codec codec(String name) {
        return switch (name) {
            case "PCMU" -> Codec.PCMU;
            case "PCMA" -> Codec.PCMA;
            case "G722" -> Codec.G722;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static short[] tone(int samples, int samplesPerSecond) {
        short[] tone = new short[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (short) (8_000 * Math.sin(2 * Math.PI * TONE_HZ * i / samplesPerSecond));
        }
        return tone;
    }

    /** How much of what is heard is that tone, whatever its phase and loudness: 1 for all. */
    private static double purity(short[] heard, int samplesPerSecond) {
        double sine = 0;
        double cosine = 0;
        double all = 0;
        for (int i = 0; i < heard.length; i++) {
            double angle = 2 * Math.PI * TONE_HZ * i / samplesPerSecond;
            sine += heard[i] * Math.sin(angle);
            cosine += heard[i] * Math.cos(angle);
            all += (double) heard[i] * heard[i];
        }
        return (sine * sine + cosine * cosine) * 2 / heard.length / all;
    }

    /** Sends a second of tone from one side, and says how pure it is at the other, after the filters have settled. */
    private double heardAs(Codec from, Peer sender, int port, Codec to, Peer hearer) throws IOException {
        SpeechCodec spoken = from.speech().orElseThrow();
        SpeechCodec wanted = to.speech().orElseThrow();
        SpeechEncoder encoder = spoken.encoder();
        SpeechDecoder decoder = wanted.decoder();
        int each = spoken.samplesPerSecond() / PACKETS;
        short[] tone = tone(PACKETS * each, spoken.samplesPerSecond());
        short[] heard = new short[wanted.samplesPerSecond()];
        byte[] payload = new byte[OCTETS];
        int samples = 0;
        for (int i = 0; i < PACKETS; i++) {
            encoder.encode(tone, i * each, each, payload, 0);
            sender.send(packet(from.payloadType(), i, payload), HOME, port);
            ByteBuffer received = ByteBuffer.wrap(hearer.received());
            assertThat(RtpPacket.payloadType(received)).isEqualTo(to.payloadType());
            assertThat(RtpPacket.sequenceNumber(received)).isEqualTo(i);
            assertThat(received.remaining()).isEqualTo(RtpPacket.FIXED_HEADER_BYTES + OCTETS);
            samples += decoder.decode(received.array(), RtpPacket.FIXED_HEADER_BYTES, OCTETS, heard, samples);
        }
        assertThat(samples).isEqualTo(heard.length);
        return purity(Arrays.copyOfRange(heard, heard.length / 10, heard.length), wanted.samplesPerSecond());
    }

    @ParameterizedTest
    @CsvSource({"PCMU,PCMA", "PCMA,PCMU", "G722,PCMA", "PCMU,G722"})
    void eachSideHearsTheOtherInItsOwnSpeech(String called, String calling) throws IOException {
        Codec here = codec(called);
        Codec there = codec(calling);
        translate(here, there);

        assertThat(heardAs(here, callee, session.callee().rtpPort(), there, caller)).isGreaterThan(0.999);
        assertThat(heardAs(there, caller, session.caller().rtpPort(), here, callee)).isGreaterThan(0.999);
    }

    @Test
    @Tag("F-27")
    void thePayloadTypeAloneIsChangedWhereTheCodecIsTheSame() throws IOException {
        translate(Codec.PCMA.withPayloadType(97), Codec.PCMA);
        byte[] payload = new byte[OCTETS];
        Arrays.fill(payload, (byte) 0x2a);
        callee.send(packet(97, 1, payload), HOME, session.callee().rtpPort());

        assertThat(caller.received()).isEqualTo(packet(8, 1, payload));
    }

    @Test
    void whatIsNoSpeechPassesAsItIs() throws IOException {
        translate(Codec.PCMU, Codec.PCMA);
        byte[] event = packet(101, 1, new byte[]{5, 10, 0, (byte) 160});
        callee.send(event, HOME, session.callee().rtpPort());

        assertThat(caller.received()).isEqualTo(event);
    }

    @Test
    void headerAndMarkerStayAndPaddingGoes() throws IOException {
        translate(Codec.PCMU, Codec.PCMA);
        byte[] packet = packet(0, 1, new byte[]{-1, -1, 0, 0, 0, 4});
        packet[0] |= 0x20; // four octets of padding, the last of which says so
        packet[1] |= (byte) 0x80;
        callee.send(packet, HOME, session.callee().rtpPort());

        byte[] received = caller.received();
        assertThat(received).hasSize(RtpPacket.FIXED_HEADER_BYTES + 2);
        assertThat(received[0]).isEqualTo((byte) 0x80);
        assertThat(received[1]).isEqualTo((byte) 0x88);
    }

    @Test
    void aDescriptionWithoutTranslationEndsIt() throws IOException {
        translate(Codec.PCMU, Codec.PCMA);
        engine.describeRemote(remote(MediaEnd.CALLEE, callee));
        byte[] packet = packet(0, 1, new byte[OCTETS]);
        callee.send(packet, HOME, session.callee().rtpPort());

        assertThat(caller.received()).isEqualTo(packet);
    }
}
