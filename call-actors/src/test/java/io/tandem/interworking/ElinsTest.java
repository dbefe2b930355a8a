package io.tandem.interworking;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Transport;
import io.tandem.tenant.number.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which numbers of a place a location names (F-146). */
class ElinsTest {
    private static final PeerGroup TEAMS = new PeerGroup("teams", PeerGroup.Side.MPS, List.of("mps-udp"),
            Transport.UDP, Optional.empty(), Set.of(), List.of(), List.of());

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            <ca:ELIN>+14257275678</ca:ELIN>                                | +14257275678
            <ELIN>+14257275678</ELIN>                                      | +14257275678
            <x:ELIN xmlns:x='urn:x'> +1 (425) 727-5678 </x:ELIN>           | +14257275678
            <ca:NAM>+14257275678</ca:NAM>                                  | +14257275678
            <ca:NAM>+14257275678</ca:NAM><ca:ELIN>+14257275999</ca:ELIN>   | +14257275999
            <ca:ELIN></ca:ELIN><ca:NAM>+14257275678</ca:NAM>               | +14257275678
            <ca:ELIN/><ca:NAM>+14257275678</ca:NAM>                        | +14257275678
            <!-- <ca:ELIN>+14257275999</ca:ELIN> --><NAM>+14257275678</NAM> | +14257275678
            <ca:ELIN>; ;+14257275678;</ca:ELIN>                            | +14257275678
            <ca:ELIN>reception; +14257275678</ca:ELIN>                     | +14257275678
            <ca:NAM>Contoso</ca:NAM>                                       | none
            <ca:NAM>+</ca:NAM>                                             | none
            <ca:ELIN>4257275678</ca:ELIN>                                  | none
            <ca:ELIN>+0257275678</ca:ELIN>                                 | none
            <ca:ELIN>+123456789012345678901234567890123456789</ca:ELIN>     | none
            <ca:ELINX>+14257275678</ca:ELINX>                              | none
            </ca:ELIN>+14257275678                                         | none
            <ca:ELIN                                                       | none
            <!-- <ca:ELIN>+14257275678</ca:ELIN>                           | none
            """)
    @Tag("F-146")
    @Tag("F-149")
    void isReadFromTheCivicAddress(String civic, String elin) {
        assertThat(Elins.chosen(invite(civic), TEAMS, "+441632960111").map(PhoneNumber::e164))
                .isEqualTo(Optional.ofNullable(elin));
    }

    @Test
    @Tag("F-146")
    void ofSeveralEachCallerHasOneAndTheSameAgain() {
        SipRequest invite = invite("<ELIN>+14257270001;+14257270002;+14257270003;+14257270004;+14257270005;"
                + "+14257270006</ELIN>");
        Set<String> chosen = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            String caller = "+4416329601" + (10 + i);
            String elin = Elins.chosen(invite, TEAMS, caller).orElseThrow().e164();
            assertThat(Elins.chosen(invite, TEAMS, caller).orElseThrow().e164()).isEqualTo(elin);
            chosen.add(elin);
        }
        assertThat(chosen).as("five of a place are looked at")
                .containsExactly("+14257270001", "+14257270002",
                        "+14257270003", "+14257270004", "+14257270005");
    }

    @Test
    @Tag("F-146")
    void noDocumentMakesItFail() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String pieces = "<>/!-:;+ ELIN1425";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder document = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                document.append(random.nextInt(6) == 0 ? "<ELIN>" : pieces.charAt(random.nextInt(pieces.length())));
            }
            String text = document.toString();
            assertThat(Elins.element(text, "ELIN")).as("seed %d: %s", seed, text)
                    .satisfiesAnyOf(
                            found -> assertThat(found).isEmpty(),
                            found -> assertThat(text).contains(found.orElseThrow()));
        }
    }

    @Test
    @Tag("F-146")
    void aBodyThatIsNoMultipartNamesNone() {
        SipRequest plain = invite("").toBuilder()
                .set(HeaderName.CONTENT_TYPE, "application/sdp")
                .build();
        assertThat(TrunkNumbers.DEFAULT.inboundCalling().isEmpty()).isTrue();
        assertThat(Elins.chosen(plain, TEAMS, "")).isEmpty();
    }

    private static SipRequest invite(String civic) {
        String body = "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b\r\nContent-Type: application/pidf+xml\r\n\r\n"
                + "<presence>" + civic + "</presence>\r\n--b--\r\n";
        String text = "INVITE sip:911@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
                + "From: <sip:a@h>;tag=1\r\nTo: <sip:911@h>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContact: <sip:a@h>\r\n"
                + "Content-Type: multipart/mixed;boundary=b\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        return (SipRequest) ((ParseResult.Parsed) SipParser.parse(text.getBytes(StandardCharsets.UTF_8))).message();
    }
}
