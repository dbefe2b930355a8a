package io.tandem.call;

import static io.tandem.call.BlindTransferTest.answer;
import static io.tandem.call.BlindTransferTest.refer;
import static io.tandem.call.BlindTransferTest.referFromCaller;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that is handed on to an emergency number: nobody knows where the one in need is. */
class EmergencyTransferTest {

    @ParameterizedTest
    @CsvSource({"sip:911@192.0.2.1;user=phone, sip:911@127.0.0.1:5070;user=phone",
            "sip:+44999@sip.pstnhub.microsoft.com, sip:+44999@127.0.0.1:5070"})
    @Tag("F-149")
    @Tag("F-150")
    void goesToTheCoreAsDialledWhichAsksForThePlaceAndNotToAServiceThatRoutesByIt(String referTo, String sent) {
        CallOnPaper call = new CallOnPaper(EmergencyFallbackTest.ESRP, CallOnPaper.CORE, CallOnPaper.TEAMS).talking()
                .forget()
                .on(refer("<" + referTo + ">"));

        assertThat(answer(call).status()).isEqualTo(202);
        assertThat(call.all(CallEffect.FindNumber.class)).as("nobody is asked who holds the number").isEmpty();
        assertThat(call.all(CallEffect.FindTargets.class)).containsExactly(new CallEffect.FindTargets("core"));
        SipRequest invite = call.invites().getLast().request();
        assertThat(invite.requestUri().text()).isEqualTo(sent);
        assertThat(invite.headers().contains(HeaderName.GEOLOCATION)).isFalse();
        assertThat(invite.headers().first(HeaderName.CONTENT_TYPE)).hasValue("application/sdp");
        assertThat(call.all(CallEffect.Note.class)).extracting(CallEffect.Note::what)
                .anyMatch(note -> note.contains("without a location"));
    }

    @Test
    @Tag("F-150")
    void goesToTheServiceWhereThereIsNoCore() {
        CallOnPaper call = new CallOnPaper(EmergencyFallbackTest.ESRP, CallOnPaper.TEAMS);
        assertThat(call.env.router().helpOfUnknownPlace(CallOnPaper.TEAMS)).isInstanceOfSatisfying(Route.Chosen.class,
                chosen -> assertThat(chosen.group().name()).isEqualTo("esrp"));
    }

    @Test
    @Tag("F-145")
    void isRefusedToASideThatHasHelpOfItsOwn() {
        CallOnPaper call = new CallOnPaper().talking().on(referFromCaller("<sip:911@192.0.2.1>"));

        assertThat(call.responses(call.asked().getLast()).getLast().status()).isEqualTo(403);
        assertThat(call.invites()).hasSize(1);
    }
}
