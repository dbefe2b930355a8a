package io.tandem.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTextTest {

    private static String shown(String text, boolean full) {
        return MessageText.of(Seen.message(true, text), full, List.of("+442079460123", "201"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "INVITE sip:+441632960456;npdi@h SIP/2.0 | INVITE sip:+*********456;npdi@h SIP/2.0",
            "To: <tel:+44-1632-960456;phone-context=+441632> | To: <tel:+**-****-***456;phone-context=+***632>",
            "From: \"0163 2960456\" <sips:x@h>;tag=1928301774 | From: \"**** ****456\" <sips:x@h>;tag=1928301774",
            "X-Billing: 441632960456 | X-Billing: *********456",
            "Call-ID: for-442079460123@h | Call-ID: for-*********123@h",
            "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK12345678 | Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK12345678",
            "o=- 2890844526 2890842807 IN IP4 192.0.2.1 | o=- 2890844526 2890842807 IN IP4 192.0.2.1",
            "p=+44 1632 960456 | p=+** **** ***456",
            "Contact: <sip:192.0.2.1:5060> | Contact: <sip:192.0.2.1:5060>"})
    @Tag("NUM-53")
    void numbersAreHiddenButForTheirLastThreeDigits(String line, String hidden) {
        assertThat(shown(line, false)).isEqualTo(hidden + "\n");
        assertThat(shown(line, true)).isEqualTo(line + "\n");
    }

    @Test
    void nothingSteersATerminal() {
        assertThat(shown("Subject: \u001b[2J\u202ex\ty\r\n\r\nbody\u0007", true)).isEqualTo(
                "Subject: ?[2J?x\ty\n\nbody?\n");
    }

    @Test
    void secretsAreHiddenWhateverIsAsked() {
        assertThat(shown("Authorization: Digest response=\"f00\"\r\n\r\na=crypto:1 A inline:s3cret", true))
                .isEqualTo("Authorization: Digest **************\n\na=crypto:1 A inline:******\n");
    }
}
