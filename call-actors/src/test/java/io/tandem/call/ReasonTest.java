package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Why a call ended is seen on the other side, in every protocol's words, and in the record (RFC 3326, TSP-125). */
@Tag("TSP-125")
class ReasonTest {
    private static final String SIP = "SIP;cause=486;text=\"Busy, really\"";
    private static final String Q850 = "Q.850;cause=21;text=\"rejected\"";
    private static final String OTHER = "X.example;cause=7";

    private final CallOnPaper call = new CallOnPaper();

    private static CallInput.RequestReceived saying(CallInput.RequestReceived plain, String... reasons) {
        SipRequest.Builder request = plain.request().toBuilder();
        for (String reason : reasons) {
            request.add(HeaderName.REASON, reason);
        }
        return new CallInput.RequestReceived(plain.transaction(), request.build(), plain.flow());
    }

    private static List<String> reasons(Headers headers) {
        return headers.values(HeaderName.REASON);
    }

    @Test
    void aByeCarriesAllOfThemAcrossBothWays() {
        call.talking().on(saying(call.fromCaller("BYE", 2), SIP + ", " + Q850, OTHER));
        assertThat(reasons(call.sent(SipMethod.BYE, 1).getFirst().request().headers())).containsExactly(SIP, Q850,
                OTHER);

        CallOnPaper back = new CallOnPaper().talking();
        back.on(saying(back.fromCallee("BYE", 7), Q850, SIP)).on(back.byeAnswered(0));
        assertThat(reasons(back.sent(SipMethod.BYE, 0).getFirst().request().headers())).containsExactly(Q850, SIP);
        assertThat(back.record().cause().q850()).isEqualTo(21);
    }

    @Test
    void aCancelCarriesAllOfThemAcross() {
        CallInput.CancelReceived plain = call.cancel();
        call.invited()
                .calleeSays(180, "")
                .on(new CallInput.CancelReceived(plain.invite(),
                        plain.cancel().toBuilder().add(HeaderName.REASON, SIP).add(HeaderName.REASON, Q850).build()));

        assertThat(reasons(call.all(CallEffect.Cancel.class).getFirst().extra())).containsExactly(SIP, Q850);
        call.calleeSays(487, "");
        assertThat(call.record().cause().q850()).isEqualTo(21);
    }

    @Test
    void aRefusalCarriesAllOfThemAndAQ850CauseInAnyCase() {
        call.invited().targetSays(1, 603, "", "Reason: " + SIP, "Reason: " + OTHER);

        List<String> said = reasons(call.responses(CallOnPaper.INVITE_TX).getLast().headers());
        assertThat(said).startsWith(SIP, OTHER).hasSize(3);
        assertThat(said.getLast()).startsWith("Q.850;cause=21");
    }

    @Test
    void busyIsQ850Cause17AndNever34() {
        call.invited().targetSays(1, 486, "", "Reason: Q.850;cause=34, " + SIP);

        List<String> said = reasons(call.responses(CallOnPaper.INVITE_TX).getLast().headers());
        assertThat(said).hasSize(2).contains(SIP).anyMatch(value -> value.startsWith("Q.850;cause=17"));
        assertThat(call.record().cause().q850()).isEqualTo(17);
    }

    @Test
    void theCausesOfThePeerStandInTheRecord() {
        call.invited().targetSays(1, 480, "", "Reason: Q.850;cause=27;text=\"560480 no endpoint\"");

        assertThat(call.record().cause().q850()).isEqualTo(27);
        assertThat(call.record().cause().reason()).isEqualTo("560480 no endpoint"); // Microsoft's sub-code
    }

    @Test
    void whatCannotBeReadPassesAndCountsForNothing() {
        call.talking().on(saying(call.fromCaller("BYE", 2), "Q.850;cause=9999", "Q.850")).on(call.byeAnswered(1));

        assertThat(reasons(call.sent(SipMethod.BYE, 1).getFirst().request().headers())).hasSize(2);
        assertThat(call.record().cause().q850()).isEqualTo(16);
    }
}
