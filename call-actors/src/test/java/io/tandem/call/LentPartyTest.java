package io.tandem.call;

import static io.tandem.call.BlindTransferTest.bye;
import static io.tandem.call.BlindTransferTest.notified;
import static io.tandem.call.BlindTransferTest.refer;
import static io.tandem.call.CallOnPaper.ANSWER;
import static io.tandem.call.CallOnPaper.CORE;
import static io.tandem.call.CallOnPaper.TEAMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.CallId;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * RFC 5589 §7: a transferor hangs up its second call as soon as its REFER is accepted. The party behind that call keeps its
 * dialog until it has taken the first call in its place, for it could not replace one that is gone.
 */
@Tag("TRAP-20")
@Tag("TSP-127")
class LentPartyTest {
    private static final CallId OTHER = new CallId("31abcdefghij89abcdef");
    private static final int TARGET = 2;

    private final CallOnPaper first = new CallOnPaper().talking();
    private final CallOnPaper second = new CallOnPaper(OTHER, CORE, TEAMS).talking();

    /** The transferor, Microsoft's user, is the called side of both calls; the party wanted is the second one's caller. */
    private void referred() {
        String tag = OTHER.tag(1);
        first.on(refer("<sip:+441632960111@192.0.2.1?Replaces=" + tag + "%3Bto-tag%3D" + tag
                + "%3Bfrom-tag%3Dcallee>"));
        carried(first, second);
        carried(second, first);
        first.forget();
        second.forget();
    }

    private static void carried(CallOnPaper from, CallOnPaper to) {
        from.all(CallEffect.TellCall.class).forEach(tell -> to.on(tell.input()));
    }

    @Test
    void keepsThePartysDialogWhenTheTransferorHangsUpEarly() {
        referred();
        CallInput.RequestReceived goodbye = second.fromCallee("BYE", 12);
        second.on(goodbye);

        assertThat(second.responses(goodbye.transaction())).extracting(SipResponse::status).containsExactly(200);
        assertThat(second.sent(SipMethod.BYE, 0)).isEmpty();
        first.targetSays(TARGET, 200, ANSWER);
        assertThat(notified(first)).containsExactly("SIP/2.0 200 OK");
        assertThat(first.state).isInstanceOfSatisfying(CallState.Talking.class,
                talking -> assertThat(talking.callee().number()).isEqualTo(TARGET));

        carried(first, second);
        assertThat(second.sent(SipMethod.BYE, 0)).as("it has the other call now").hasSize(1);
        second.on(second.byeAnswered(0));
        assertThat(second.record().cause().side()).isEqualTo("callee");
        assertThat(second.record().cause().status()).isEqualTo(200);
    }

    @Test
    void alsoWhenTheTransferorHasLeftBothCalls() {
        referred();
        first.on(bye(12));
        second.on(second.fromCallee("BYE", 12));
        first.targetSays(TARGET, 200, ANSWER);
        carried(first, second);

        assertThat(first.state).isInstanceOfSatisfying(CallState.Talking.class,
                talking -> assertThat(talking.callee().number()).isEqualTo(TARGET));
        assertThat(second.sent(SipMethod.BYE, 0)).hasSize(1);
    }

    @Test
    void thePartyIsNotLeftAloneWhenItDoesNotTakeTheOtherCall() {
        referred();
        second.on(second.fromCallee("BYE", 12));
        first.targetSays(TARGET, 486, "");
        carried(first, second);

        assertThat(second.sent(SipMethod.BYE, 0)).hasSize(1);
    }

    @Test
    void norWhenTheOtherCallEndsOrIsNeverHeardOfAgain() {
        referred();
        second.on(second.fromCallee("BYE", 12)).on(new CallInput.TimerExpired(CallTimer.NO_ANSWER));

        assertThat(second.sent(SipMethod.BYE, 0)).hasSize(1);
        first.on(first.fromCaller("BYE", 2));
        assertThat(first.all(CallEffect.TellCall.class)).extracting(CallEffect.TellCall::input)
                .containsExactly(new CallInput.FarSideReturned(first.env.id()));
    }

    @Test
    void thePartysOwnGoodbyeEndsItsCall() { // RFC 3891 §3: whose dialog was replaced ends the old one
        referred();
        second.on(second.fromCallee("BYE", 12));
        first.targetSays(TARGET, 200, ANSWER);
        second.on(second.fromCaller("BYE", 2));

        assertThat(second.all(CallEffect.SendRequest.class)).as("the transferor has left").isEmpty();
        assertThat(second.record().cause().side()).isEqualTo("caller");
        carried(first, second.forget());
        assertThat(second.all(CallEffect.SendRequest.class)).isEmpty();
    }

    @Test
    void asksNobodyForWhoeverHasHungUp() {
        referred();
        second.on(second.fromCallee("BYE", 12));
        CallInput.RequestReceived hold = second.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=sendonly\n");
        CallInput.RequestReceived info = second.fromCaller("INFO", 3);
        second.forget().on(hold).on(info);

        assertThat(second.responses(hold.transaction())).extracting(SipResponse::status).containsExactly(491);
        assertThat(second.responses(info.transaction())).extracting(SipResponse::status).containsExactly(480);
        assertThat(second.all(CallEffect.SendRequest.class)).isEmpty();
    }

    @Test
    void bothTalkOnWhenTheTransferFailsAndTheTransferorIsThere() {
        referred();
        first.targetSays(TARGET, 486, "");
        carried(first, second);

        assertThat(second.state).isInstanceOfSatisfying(CallState.Talking.class,
                talking -> assertThat(talking.transfer()).isEmpty());
        assertThat(second.all(CallEffect.SendRequest.class)).isEmpty();
        second.on(second.fromCallee("BYE", 12));
        assertThat(second.sent(SipMethod.BYE, 0)).hasSize(1);
    }
}
