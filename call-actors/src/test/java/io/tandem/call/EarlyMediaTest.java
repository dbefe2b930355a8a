package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkSetUp.Forwarded;
import io.tandem.port.TrunkSetUp.Redirects;
import io.tandem.port.TrunkSetUp.ReliableProvisional;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Media before the answer, and what rings instead of it (F-24). */
@Tag("F-24")
class EarlyMediaTest {
    private final CallOnPaper call = new CallOnPaper().invited();

    private SipResponse told() {
        return call.responses(CallOnPaper.INVITE_TX).getLast();
    }

    @Test
    void ringingAfterEarlyMediaIsToldAndTakesNothingBack() {
        call.calleeSays(183, CallOnPaper.ANSWER).forget().calleeSays(180, "");

        assertThat(told().status()).isEqualTo(180);
        assertThat(told().hasBody()).isFalse();
        assertThat(call.all(CallEffect.Describe.class)).isEmpty();
        call.calleeSays(200, "");
        assertThat(new String(told().body(), StandardCharsets.UTF_8)).contains("m=audio 20000 RTP/AVP 8");
    }

    @Test
    void earlyMediaAfterRingingIsTold() {
        call.calleeSays(180, "").calleeSays(183, CallOnPaper.ANSWER);

        assertThat(told().status()).isEqualTo(183);
        assertThat(told().hasBody()).isTrue();
    }

    @Test
    void ringingMayCarryADescriptionToo() {
        call.calleeSays(180, CallOnPaper.ANSWER);

        assertThat(told().status()).isEqualTo(180);
        assertThat(told().hasBody()).isTrue();
        assertThat(call.all(CallEffect.Describe.class).getLast().order().address()).isEqualTo("10.0.0.8");
    }

    @Test
    void anAnswerWithoutEarlyMediaBringsTheFirstDescription() {
        call.calleeSays(180, "").calleeSays(200, CallOnPaper.ANSWER);

        assertThat(told().status()).isEqualTo(200);
        assertThat(told().hasBody()).isTrue();
    }

    @Test
    void aTrunkWithoutEarlyMediaRingsInsteadAndHearsTheDescriptionWithTheAnswer() {
        TrunkSetUp without = new TrunkSetUp(ReliableProvisional.SUPPORTED, Forwarded.RELAYED, Redirects.PASSED, false,
                true);
        CallOnPaper late = new CallOnPaper(ReliableProvisionalTest.with(CallOnPaper.CORE, without), CallOnPaper.TEAMS)
                .invited();
        late.calleeSays(183, CallOnPaper.ANSWER);

        SipResponse ringing = late.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(ringing.status()).isEqualTo(180);
        assertThat(ringing.hasBody()).isFalse();
        assertThat(late.calleeSays(183, "").responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(183);
        late.calleeSays(200, ""); // the description of that phone stands in its 183
        SipResponse answer = late.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("m=audio 20000 RTP/AVP 8");
    }

    @Test
    @Tag("TSP-97")
    void forwardingAndQueueingAreToldAsTheyAreOrAsTheTrunkOfTheCallerSays() {
        assertThat(call.calleeSays(181, "").responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(181);
        for (Forwarded as : new Forwarded[]{Forwarded.RINGING, Forwarded.PROGRESS}) {
            CallOnPaper mapped = new CallOnPaper(ReliableProvisionalTest.with(CallOnPaper.CORE,
                    new TrunkSetUp(ReliableProvisional.SUPPORTED, as, Redirects.PASSED)), CallOnPaper.TEAMS).invited();
            mapped.calleeSays(181, "").calleeSays(182, CallOnPaper.ANSWER);
            assertThat(mapped.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status)
                    .containsExactly(as.instead(181), as.instead(182));
            assertThat(mapped.responses(CallOnPaper.INVITE_TX).getLast().hasBody()).isTrue();
            assertThat(mapped.responses(CallOnPaper.INVITE_TX).getFirst().reason()).isNotEqualTo("Said so");
        }
    }
}
