package io.tandem.call;

import static io.tandem.call.BlindTransferTest.PSTN;
import static io.tandem.call.BlindTransferTest.answer;
import static io.tandem.call.BlindTransferTest.refer;
import static io.tandem.call.BlindTransferTest.talking;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A REFER that leads nowhere is refused at once, and the call knows nothing of it (RFC 3515 §2.4.2). */
class RefusedReferTest {
    @Test
    void refusesASecondReferMeanwhile() {
        CallOnPaper call = talking().on(refer(PSTN)).on(refer(PSTN, 12));

        assertThat(answer(call).status()).isEqualTo(491);
        assertThat(call.invites()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"'', 400", "'<sip:a@b>, <sip:c@d>', 400", "'<sip:oops', 400", "'<mailto:a@b.example>', 416",
            "'<sip:+441632960222@192.0.2.1;method=BYE>', 603", "'<sip:nobody@elsewhere.example>', 404",
            "'<sip:a@b?Replaces=xyz>', 400"})
    void refusesAReferThatNamesNobody(String referTo, int status) {
        CallOnPaper call = talking().on(refer(referTo));

        assertThat(answer(call).status()).isEqualTo(status);
        assertThat(((CallState.Talking) call.state).transfer()).isEmpty();
        assertThat(call.sent(SipMethod.NOTIFY, 1)).isEmpty();
    }

    @Test
    void refusesToReplaceADialogOfTheCallItself() { // rather than to call somebody by its name
        CallOnPaper call = talking()
                .on(refer("<sip:+441632960222@192.0.2.1?Replaces=x%3Bto-tag%3D" + CallOnPaper.ID.tag(0)
                        + "%3Bfrom-tag%3Dy>"));

        assertThat(answer(call).status()).isEqualTo(603);
        assertThat(call.invites()).hasSize(1);
    }
}
