package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallInput.RequestReceived;
import io.tandem.sip.message.SipMethod;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What broke real gateways elsewhere (TRAP- in {@code ops/rules}) and no rule of a call's own test shows. */
class TrapsTest {
    private final CallOnPaper call = new CallOnPaper();

    /** A peer may open a connection for each transaction, or speak from another address than it said. */
    @Test
    @Tag("TRAP-1")
    void aRequestIsOfTheSideThatItsTagsNameWhereverItCameFrom() {
        RequestReceived bye = call.answered().fromCaller("BYE", 2);
        call.on(new RequestReceived(bye.transaction(), bye.request(), CallOnPaper.MPS_FLOW));

        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 0)).isEmpty();
        call.on(call.byeAnswered(1));
        assertThat(call.record().cause().side()).isEqualTo("caller");
    }

    @Test
    @Tag("TRAP-2")
    void whateverComesBehindTheEndIsAnswered481() {
        call.answered().on(call.fromCallee("BYE", 7)).on(call.byeAnswered(0));
        for (String method : new String[]{"BYE", "INVITE", "OPTIONS", "INFO"}) {
            call.forget().on(call.fromCaller(method, 9));

            assertThat(call.all(CallEffect.Respond.class)).as(method)
                    .extracting(respond -> respond.response().status())
                    .containsExactly(481);
        }
    }

    @Test
    @Tag("TRAP-21")
    void aReferIsForUsAndNotForTheOtherSide() {
        call.answered().forget().on(call.fromCallee("REFER", 7));

        assertThat(call.all(CallEffect.SendRequest.class)).extracting(sent -> sent.request().method())
                .doesNotContain(SipMethod.REFER);
        assertThat(call.all(CallEffect.Respond.class)).hasSize(1);
    }

    /** The 200 comes at the 5th step of 10 ms, the 180 at the 4th, the ACK seconds later. */
    @Test
    @Tag("TRAP-40")
    void theChargeableTimeStartsWithThe200AndNotWithTheRingingNorWithTheAck() {
        call.invited().calleeSays(180, "").calleeSays(200, CallOnPaper.ANSWER);
        call.passes(Duration.ofSeconds(3)).on(call.ack(""));
        call.on(call.fromCaller("BYE", 2)).on(call.byeAnswered(1));

        assertThat(call.record().answeredAt()).contains(CallOnPaper.T0.plusMillis(50));
    }

    @Test
    @Tag("TRAP-40")
    void whoRangInVainIsChargedNothing() {
        call.invited().calleeSays(183, CallOnPaper.ANSWER).calleeSays(480, "");

        assertThat(call.record().answeredAt()).isEqualTo(Optional.empty());
    }
}
