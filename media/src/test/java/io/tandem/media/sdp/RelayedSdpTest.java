package io.tandem.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayedSdpTest {
    private static final OwnMedia OWN = new OwnMedia(42, 3, "192.0.2.9", 20_000);
    private static final String OFFER = """
            v=0
            o=pbx 1 9 IN IP4 203.0.113.5
            s=Secret PBX
            i=floor 3
            c=IN IP4 203.0.113.5
            b=AS:80
            t=0 0
            a=ice-lite
            m=video 4000 RTP/AVP 31
            a=rtpmap:31 H261/90000
            m=audio 5000 RTP/AVP 8 101
            b=TIAS:64000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=rtpmap:18 G729/8000
            a=fmtp:101 0-16
            a=ptime:20
            a=sendonly
            a=rtcp:5009 IN IP4 203.0.113.6
            a=rtcp-mux
            a=candidate:1 1 UDP 1 203.0.113.7 5000 typ host
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x
            a=fingerprint:sha-1 AA
            m=audio 6000 RTP/AVP 0
            """;
    private static final String ANSWER = """
            v=0
            o=bob 8 1 IN IP4 198.51.100.7
            s=-
            c=IN IP4 198.51.100.7
            t=0 0
            m=video 0 RTP/AVP 31
            m=audio 7000 RTP/AVP 8
            a=recvonly
            """;

    @Test
    @Tag("TSP-143")
    @Tag("TSP-145")
    void rtcpMuxIsOursInAnOfferAndTheReadersInAnAnswer() {
        OwnMedia muxing = new OwnMedia(42, 3, "192.0.2.9", 20_000, true, Optional.empty());
        assertThat(Sdp.write(RelayedSdp.offer(SdpTest.read(OFFER), OWN).orElseThrow())).doesNotContain("rtcp-mux");
        assertThat(Sdp.write(RelayedSdp.offer(SdpTest.read(OFFER.replace("a=rtcp-mux\n", "")), muxing).orElseThrow()))
                .contains("a=rtcp-mux\r\na=sendonly\r\n");
        assertThat(Sdp.write(RelayedSdp.answer(SdpTest.read(OFFER), SdpTest.read(ANSWER), OWN)))
                .contains("a=rtcp-mux\r\na=recvonly\r\n");
        assertThat(Sdp.write(RelayedSdp.answer(SdpTest.read(OFFER.replace("a=rtcp-mux\n", "")),
                SdpTest.read(ANSWER + "a=rtcp-mux\n"), muxing))).doesNotContain("rtcp-mux");
    }

    @Test
    @Tag("TSP-140")
    @Tag("TSP-141")
    void aReaderWithProtectedPacketsIsOfferedOurKeyAndNeverTheWriters() {
        Crypto ours = new Crypto(1, "AES_CM_128_HMAC_SHA1_80", "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR", 0);
        OwnMedia secured = new OwnMedia(42, 3, "192.0.2.9", 20_000, Optional.of(ours));
        String written = Sdp.write(RelayedSdp.offer(SdpTest.read(OFFER), secured).orElseThrow());
        assertThat(written).contains("m=audio 20000 RTP/SAVP 8 101\r\n", ours.line().value() + "\r\n")
                .doesNotContain("inline:x");
        String plain = Sdp.write(RelayedSdp.offer(SdpTest.read(written), OWN).orElseThrow());
        assertThat(plain).contains("m=audio 20000 RTP/AVP 8 101\r\n").doesNotContain("crypto");
        assertThat(SdpTest.read(written).cryptos()).containsExactly(ours);
    }

    @Test
    @Tag("TSP-146")
    @Tag("TSP-153")
    void offersTheFirstAudioAsOursAndTheRestRefusedInPlace() { // TSP-145, TSP-146, TSP-153; RFC 3264 §6
        assertThat(RelayedSdp.offer(SdpTest.read(OFFER), OWN)).get().extracting(Sdp::write).isEqualTo("""
                v=0
                o=- 42 3 IN IP4 192.0.2.9
                s=-
                c=IN IP4 192.0.2.9
                t=0 0
                m=video 0 RTP/AVP 31
                m=audio 20000 RTP/AVP 8 101
                b=TIAS:64000
                a=rtpmap:8 PCMA/8000
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-16
                a=ptime:20
                a=rtcp:20001
                a=sendonly
                m=audio 0 RTP/AVP 0
                """.replace("\n", "\r\n"));
    }

    /** TSP-145: what is not on the list ends here, also under a payload type that is offered; each line once. */
    @Test
    @Tag("TSP-145")
    void ofTheAttributesThoseOfTheListPassOnceAndInTheSectionAlone() {
        String offer = """
                v=0
                o=pbx 1 9 IN IP4 203.0.113.5
                s=-
                c=IN IP4 203.0.113.5
                t=0 0
                a=sendonly
                a=tool:pbx
                a=group:BUNDLE 0
                m=audio 5000 RTP/AVP 8 101
                a=rtpmap:8 PCMA/8000
                a=rtpmap:8 PCMU/8000
                a=rtpmap:18 G729/8000
                a=rtcp-fb:8 nack
                a=ssrc:1 cname:secret@10.0.0.1
                a=mid:0
                a=extmap:1 urn:x
                a=maxptime:40
                a=maxptime:60
                a=label:main
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15
                a=fmtp:101 16
                a=x-secret:10.0.0.1
                a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x
                a=setup:actpass
                a=ice-ufrag:x
                """;
        SessionDescription relayed = RelayedSdp.offer(SdpTest.read(offer), OWN).orElseThrow();

        assertThat(relayed.lines()).extracting(Line::type).as("of the session").containsExactly('s', 'c', 't');
        assertThat(relayed.media().getFirst().lines()).extracting(Line::value)
                .containsExactly("rtpmap:8 PCMA/8000", "maxptime:40", "label:main",
                        "rtpmap:101 telephone-event/8000", "fmtp:101 0-15", "sendonly");
    }

    @Test
    @Tag("TSP-145")
    void aDirectionAlwaysStandsThere() {
        SessionDescription relayed = RelayedSdp.offer(SdpTest.read(OFFER.replace("a=sendonly\n", "")), OWN)
                .orElseThrow();

        assertThat(relayed.media().get(1).lines().getLast()).isEqualTo(Line.attribute("sendrecv"));
    }

    @ParameterizedTest
    @CsvSource({"AS:64, true", "TIAS:64000, true", "CT:64, false", "RS:0, false", "RR:0, false", "AS:0, false",
            "AS:-1, false", "AS:99999999999, false", "AS:x, false", "X-secret:1, false", "AS, false"})
    @Tag("TSP-151")
    void ofBandwidthsThoseThatAReaderCanKeepToPass(String bandwidth, boolean passes) {
        SessionDescription relayed = RelayedSdp.offer(
                SdpTest.read(OFFER.replace("b=TIAS:64000", "b=" + bandwidth)), OWN).orElseThrow();

        assertThat(relayed.media().get(1).lines().stream().filter(line -> line.type() == 'b')).hasSize(passes ? 1 : 0);
    }

    @Test
    void anAnswerFitsTheOffersSections() {
        SessionDescription relayed = RelayedSdp.answer(SdpTest.read(OFFER), SdpTest.read(ANSWER), OWN);
        assertThat(relayed.media()).extracting(MediaDescription::port).containsExactly(0, 20_000, 0);
        assertThat(relayed.directionOf(relayed.media().get(1))).isEqualTo(Direction.RECVONLY);
        assertThat(relayed.media().get(2).formats()).containsExactly("0");
    }

    @Test
    void aRefusedAudioStaysRefused() {
        SessionDescription relayed = RelayedSdp.answer(SdpTest.read(OFFER),
                SdpTest.read(ANSWER.replace("audio 7000", "audio 0")), OWN);
        assertThat(relayed.media()).extracting(MediaDescription::port).containsExactly(0, 0, 0);
    }

    @Test
    void audioThatIsNoRtpOverUdpWithKeysInItIsNotRelayed() {
        assertThat(RelayedSdp.offer(SdpTest.read(OFFER.replace("RTP/AVP", "UDP/TLS/RTP/SAVP")), OWN)).isEmpty();
    }

    @Test
    void holdByAddressGoesOutAsHoldByDirection() { // TSP-150
        SessionDescription held = SdpTest.read(
                OFFER.replace("c=IN IP4 203.0.113.5", "c=IN IP4 0.0.0.0").replace("a=sendonly\n", ""));
        SessionDescription relayed = RelayedSdp.offer(held, OWN).orElseThrow();
        assertThat(relayed.directionOf(relayed.media().get(1))).isEqualTo(Direction.SENDONLY);
        assertThat(Sdp.write(relayed)).doesNotContain("0.0.0.0");
    }

    @Test
    void oursOnIpv6SaysSo() {
        OwnMedia own = new OwnMedia(1, 1, "2001:db8::9", 20_000);
        assertThat(Sdp.write(RelayedSdp.offer(SdpTest.read(OFFER), own).orElseThrow())).contains(
                "c=IN IP6 2001:db8::9\r\n");
    }
}
