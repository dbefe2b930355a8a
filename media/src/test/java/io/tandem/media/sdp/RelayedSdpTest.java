package io.tandem.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
    void audioThatIsNoPlainRtpIsNotRelayed() {
        assertThat(RelayedSdp.offer(SdpTest.read(OFFER.replace("RTP/AVP", "RTP/SAVP")), OWN)).isEmpty();
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
