package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** F-34: what a side adds to Request-URI, From or To inside a dialog that began without it does not reach the other. */
class AddedParametersTest {

    @ParameterizedTest
    @CsvSource({"INVITE", "INFO", "BYE", "NOTIFY"})
    @Tag("F-34")
    void parametersThatCameIntoADialogLaterEndHere(String method) {
        CallOnPaper call = new CallOnPaper().talking().forget();
        String sdp = method.equals("INVITE") ? CallOnPaper.ANSWER.replace("callee 1 1", "callee 1 2") : "";
        CallInput.RequestReceived plain = call.fromCallee(method, 7, sdp);
        SipRequest added = CallOnPaper.parsed(new String(plain.request().toBytes(), StandardCharsets.UTF_8)
                .replaceFirst(" SIP/2.0\r\n", ";x-uri=1;user=phone SIP/2.0\r\n")
                .replaceFirst("From: <([^>]*)>", "From: \"New\" <$1;x-from-uri=1>;x-from=1")
                .replaceFirst("To: ([^\r]*)\r", "To: $1;x-to=1\r"));
        call.on(new CallInput.RequestReceived(plain.transaction(), added, plain.flow()));

        String sent = new String(call.sent(SipMethod.of(method), 0).getLast().request().toBytes(),
                StandardCharsets.UTF_8);
        assertThat(added.toTag()).isEqualTo(plain.request().toTag());
        assertThat(sent).startsWith(method + " sip:caller@10.0.0.9:5070 SIP/2.0\r\n")
                .doesNotContain("x-uri", "x-from", "x-to", "New");
    }
}
