package io.tandem.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SdpTest {
    private static final String PLAIN = """
            v=0
            o=alice 2890844526 2890844526 IN IP4 203.0.113.5
            s=\s
            c=IN IP4 203.0.113.5
            t=0 0
            x=what is this
            m=audio 49170/1 RTP/AVP 8 0 101
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=rtcp:53020
            """;

    static SessionDescription read(String text) {
        return ((SdpResult.Parsed) Sdp.parse(text)).description();
    }

    @Test
    void readsWhatItsWriterMeant() {
        SessionDescription description = read(PLAIN);
        assertThat(description.origin().sessionId()).isEqualTo("2890844526");
        assertThat(description.sessionName()).isEqualTo(" ");
        assertThat(RemoteMedia.of(description)).get()
                .isEqualTo(new RemoteMedia("203.0.113.5", 49_170, 53_020,
                        List.of(Codec.PCMA, Codec.PCMU, Codec.TELEPHONE_EVENT), Direction.SENDRECV, false));
    }

    @Test
    void writesUnknownLinesWhereTheyWereWithCrLf() {
        assertThat(Sdp.write(read(PLAIN))).isEqualTo(PLAIN.replace("/1 ", " ").replace("\n", "\r\n"));
    }

    @Test
    void aDatagramWithBlankLinesAtItsEndIsRead() {
        assertThat(Sdp.parse(PLAIN + "\r\n\r\n")).isEqualTo(Sdp.parse(PLAIN));
    }

    @Test
    void staticPayloadTypesNeedNoRtpmapAndUnknownDynamicOnesAreLeftOut() {
        assertThat(read(PLAIN.replace("8 0 101", "9 18 96")).media().getFirst().codecs()).extracting(
                Codec::encodingName).containsExactly("G722", "G729");
    }

    @Test
    void theClockIsTheFirstCodecs() {
        String silk = PLAIN.replace("8 0 101", "104 8").replace("a=fmtp:101 0-16", "a=rtpmap:104 SILK/16000");
        assertThat(RemoteMedia.of(read(silk))).get().extracting(RemoteMedia::clockRateHz).isEqualTo(16_000);
    }

    @Test
    @Tag("TRAP-15")
    void aMissingDirectionIsSendrecvAndTheSessionsCountsForItsSections() {
        SessionDescription plain = read(PLAIN);
        assertThat(plain.directionOf(plain.media().getFirst())).isEqualTo(Direction.SENDRECV);
        SessionDescription held = read(PLAIN.replace("t=0 0\n", "t=0 0\na=inactive\n"));
        assertThat(RemoteMedia.of(held)).get().extracting(RemoteMedia::direction).isEqualTo(Direction.INACTIVE);
    }

    @Test
    void holdByAddressIsReported() {
        assertThat(RemoteMedia.of(read(PLAIN.replace("c=IN IP4 203.0.113.5", "c=IN IP4 0.0.0.0")))).get()
                .extracting(
                        RemoteMedia::blackHole, RemoteMedia::rtpPort)
                .containsExactly(true, 49_170);
    }

    @Test
    void aRefusedStreamHasPortZero() {
        assertThat(RemoteMedia.of(read(PLAIN.replace("49170/1", "0")))).get()
                .extracting(RemoteMedia::rtpPort,
                        RemoteMedia::rtcpPort)
                .containsExactly(0, 0);
    }

    @Test
    void saysWhichLineIsAtFault() {
        assertThat(Sdp.parse("")).isEqualTo(new SdpResult.Malformed(0, "ends before o="));
        assertThat(Sdp.parse("o=x")).isInstanceOfSatisfying(SdpResult.Malformed.class, m -> line(m, 1));
        assertThat(Sdp.parse("v=0\no=a b\n")).isInstanceOfSatisfying(SdpResult.Malformed.class, m -> line(m, 2));
        assertThat(Sdp.parse(PLAIN.replace("49170/1", "70000"))).isInstanceOfSatisfying(SdpResult.Malformed.class,
                m -> line(m, 7));
        assertThat(Sdp.parse(PLAIN.replace("a=fmtp", "\na=fmtp"))).isInstanceOfSatisfying(SdpResult.Malformed.class,
                m -> line(m, 9));
    }

    @Test
    void refusesWhatIsTooMuch() {
        assertThat(Sdp.parse(new byte[Sdp.MAX_BYTES + 1])).isInstanceOf(SdpResult.Malformed.class);
        assertThat(Sdp.parse(PLAIN + "a=x\n".repeat(Sdp.MAX_LINES))).isInstanceOf(SdpResult.Malformed.class);
        assertThat(Sdp.parse(PLAIN + "m=audio 1 RTP/AVP 0\n".repeat(Sdp.MAX_MEDIA))).isInstanceOf(
                SdpResult.Malformed.class);
    }

    private static void line(SdpResult.Malformed malformed, int line) {
        assertThat(malformed.line()).isEqualTo(line);
    }
}
