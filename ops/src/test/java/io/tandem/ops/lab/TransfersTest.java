package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A transfer to Microsoft comes back as an INVITE that says the same, byte for byte (TSP-127). */
class TransfersTest {
    private static final String TARGET = "+441632960002@sip.lab.example:5080;user=phone;x-m=8:orgid:1;x-T=%41";
    private static final String BY = "\"A\"  <sip:+441632960001@sip.lab.example>;x-m=9";

    private final Transfers transfers = new Transfers("sip.lab.example");

    @Test
    void theSameUserParametersAndReferredByAreRightOnAnyHost() {
        transfers.sent(refer("<sip:" + TARGET + ">", BY));

        assertThat(transfers.arrived(invite("sip:" + TARGET.replace("sip.lab.example:5080", "sip2.lab.example:5061"),
                BY))).isEmpty();
        assertThat(transfers.ended("call-1", 200)).isEmpty();
    }

    @Test
    void whatWasMendedOrLostIsFound() {
        for (String wrong : new String[]{TARGET.replace("%41", "A"), TARGET.replace("x-T", "x-t"), TARGET.substring(0,
                TARGET.indexOf(";x-T")), TARGET.substring(TARGET.indexOf('@') + 1)}) {
            transfers.sent(refer("<sip:" + TARGET + ">", BY));
            assertThat(transfers.arrived(invite("sip:" + wrong, BY))).as(wrong)
                    .containsExactly(
                            "TSP-127: the INVITE of a transfer has another user part or other parameters than its Refer-To");
        }
        transfers.sent(refer("<sip:" + TARGET + ">", BY));
        assertThat(transfers.arrived(invite("sip:" + TARGET, BY.replace("  ", " ")))).containsExactly(
                "TSP-127: the INVITE of a transfer has another Referred-By than its REFER");
    }

    @Test
    void anInviteOfNoTransferIsNotJudged() {
        assertThat(transfers.arrived(invite("sip:+44@sip.lab.example", BY))).isEmpty();
        transfers.sent(refer("<sip:+447700900001@sbc.lab.example;user=phone>", BY)); // to the core
        assertThat(transfers.arrived(invite("sip:+44@sip.lab.example", BY))).isEmpty();
        transfers.sent(refer("<sip:" + TARGET + ">", BY));
        assertThat(transfers.arrived(invite("sip:+44@sip.lab.example;user=phone", ""))).isEmpty();
    }

    @Test
    void aTransferThatWasToldAsDoneAndNeverCameIsFound() {
        transfers.sent(refer("<sip:" + TARGET + ">", BY));
        assertThat(transfers.ended("call-1", 200)).singleElement().asString().startsWith("TSP-127: ");
        transfers.sent(refer("<sip:" + TARGET + ">", BY));
        assertThat(transfers.ended("call-1", 486)).isEmpty();
    }

    private static SipRequest refer(String to, String by) {
        return message("REFER", "sip:sbc.lab.example", "Refer-To: " + to + "\r\nReferred-By: " + by + "\r\n");
    }

    private static SipRequest invite(String uri, String by) {
        return message("INVITE", uri, by.isEmpty() ? "" : "Referred-By: " + by + "\r\n");
    }

    private static SipRequest message(String method, String uri, String rows) {
        String text = method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/TLS a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
                + "To: <sip:c@d>\r\nCall-ID: call-1\r\nCSeq: 1 " + method + "\r\n" + rows + "\r\n";
        return (SipRequest) ((ParseResult.Parsed) SipParser.parse(text.getBytes(StandardCharsets.UTF_8))).message();
    }
}
