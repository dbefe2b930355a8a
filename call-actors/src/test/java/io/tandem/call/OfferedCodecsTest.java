package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.port.TrunkProfile.Identity;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.SipMethod;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TSP-129: what Microsoft offers in a message of many codecs reaches a UDP trunk as what that trunk uses. */
class OfferedCodecsTest {
    private static final String MPS = """
            v=0
            o=mps 1 1 IN IP4 52.112.0.9
            s=session
            c=IN IP4 52.112.0.9
            b=CT:10000000
            t=0 0
            m=audio 49170 RTP/AVP 104 9 103 111 18 0 8 97 101 13 118
            a=rtcp:49171
            a=candidate:1 1 UDP 2130706431 52.112.0.9 49170 typ host
            a=ice-ufrag:abcd
            a=ice-pwd:secretsecretsecretsecret
            a=rtpmap:104 SILK/16000
            a=rtpmap:9 G722/8000
            a=rtpmap:103 SILK/8000
            a=rtpmap:111 SIREN/16000
            a=fmtp:111 bitrate=16000
            a=rtpmap:18 G729/8000
            a=fmtp:18 annexb=no
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 pcma/8000
            a=rtpmap:97 RED/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=rtpmap:13 CN/8000
            a=rtpmap:118 CN/16000
            a=ptime:20
            """;

    @Test
    @Tag("TSP-129")
    void aTrunkIsOfferedTheCodecsThatItUsesWithTonesAndComfortNoise() {
        String sdp = offered(Set.of("PCMA", "G729"));

        assertThat(sdp).contains("m=audio 20002 RTP/AVP 18 8 101 13 118\r\n")
                .contains("a=fmtp:18 annexb=no")
                .doesNotContain("SILK", "SIREN", "PCMU", "RED", "ice-", "candidate", "b=CT");
    }

    @ParameterizedTest
    @CsvSource({"'', 11", "AMR-WB, 11"})
    @Tag("TSP-129")
    void allOfThemWhereItSaysNothingOrUsesNoneOfThese(String codecs, int formats) {
        String sdp = offered(codecs.isEmpty() ? Set.of() : Set.of(codecs));

        String audio = sdp.lines().filter(line -> line.startsWith("m=audio")).findFirst().orElseThrow();
        assertThat(audio.split(" ")).hasSize(3 + formats);
    }

    @Test
    @Tag("TSP-129")
    void aLaterOfferIsCutTheSameWay() {
        CallOnPaper call = new CallOnPaper(core(Set.of("PCMA")), CallOnPaper.TEAMS).talking();
        call.on(call.fromCallee("INVITE", 7, MPS));

        assertThat(new String(call.sent(SipMethod.INVITE, 0).getLast().request().body(), StandardCharsets.UTF_8))
                .contains("RTP/AVP 8 101 13 118\r\n");
    }

    private static String offered(Set<String> codecs) {
        CallOnPaper call = new CallOnPaper(core(codecs), CallOnPaper.TEAMS);
        CallInput.InviteReceived invite = CallOnPaper.invite("+441632960000", MPS);
        call.on(new CallInput.InviteReceived(invite.transaction(), invite.invite(), CallOnPaper.MPS_FLOW, "teams",
                "mps-1"));
        return new String(call.sentInvite().request().body(), StandardCharsets.UTF_8);
    }

    private static PeerGroup core(Set<String> codecs) {
        return MicrosoftHeadersTest.with(CallOnPaper.CORE, new TrunkProfile(Proprietary.DEFAULT, Identity.DEFAULT,
                Forwarding.PASSED, Optional.empty(), codecs, false));
    }
}
