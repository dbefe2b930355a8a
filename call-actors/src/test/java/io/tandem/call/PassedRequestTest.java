package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls on paper in which one side asks the other something that leaves the session alone. */
class PassedRequestTest {
    private static final byte[] DIGIT = "Signal=5\r\nDuration=160\r\n".getBytes(StandardCharsets.UTF_8);

    private final CallOnPaper call = new CallOnPaper();

    private static ServerTransactionId caller(int cseq) {
        return new ServerTransactionId(1, 100 + cseq);
    }

    private static CallInput.RequestReceived with(CallInput.RequestReceived received, HeaderName name, String value) {
        SipRequest request = received.request()
                .toBuilder()
                .set(name, value)
                .body("application/dtmf-relay", DIGIT)
                .build();
        return new CallInput.RequestReceived(received.transaction(), request, received.flow());
    }

    private void said(SipMethod method, int leg, int status) {
        CallEffect.SendRequest sent = call.sent(method, leg).getLast();
        call.on(new CallInput.ResponseReceived(sent.transaction(),
                CallOnPaper.response(sent.request(), status, null, ""), sent.flow()));
    }

    private List<Integer> statuses(ServerTransactionId transaction) {
        return call.responses(transaction).stream().map(SipResponse::status).toList();
    }

    @Test
    void anInfoCrossesWithItsContentAndItsAnswerComesBack() { // RFC 6086
        call.talking().forget().on(with(call.fromCaller("INFO", 2), HeaderName.INFO_PACKAGE, "dtmf"));

        SipRequest crossed = call.sent(SipMethod.INFO, 1).getLast().request();
        assertThat(crossed.toTag()).contains("callee");
        assertThat(crossed.cseq().number()).isEqualTo(2);
        assertThat(crossed.body()).isEqualTo(DIGIT);
        assertThat(crossed.headers().first(HeaderName.CONTENT_TYPE)).contains("application/dtmf-relay");
        assertThat(crossed.headers().first(HeaderName.INFO_PACKAGE)).contains("dtmf");
        said(SipMethod.INFO, 1, 200);
        assertThat(statuses(caller(2))).containsExactly(200);
    }

    @Test
    void notifyAndMessageCrossFromTheCalledSideToo() { // RFC 6665, RFC 3428
        call.talking().forget();
        call.on(with(call.fromCallee("NOTIFY", 7), HeaderName.EVENT, "talk"));
        call.on(with(call.fromCallee("MESSAGE", 8), HeaderName.SUBJECT, "a header that stays behind"));

        assertThat(call.sent(SipMethod.NOTIFY, 0).getLast().request().headers().first(HeaderName.EVENT)).contains(
                "talk");
        SipRequest message = call.sent(SipMethod.MESSAGE, 0).getLast().request();
        assertThat(message.headers().contains(HeaderName.SUBJECT)).isFalse();
        said(SipMethod.MESSAGE, 0, 415);
        said(SipMethod.NOTIFY, 0, 200);
        assertThat(statuses(new ServerTransactionId(1, 208))).containsExactly(415);
        assertThat(statuses(new ServerTransactionId(1, 207))).containsExactly(200);
    }

    @Test
    void silenceOfTheOtherSideIs408AndTheCallGoesOn() { // RFC 5057 §5.1
        call.talking().on(call.fromCaller("INFO", 2));
        call.on(new CallInput.TransactionTimedOut(call.sent(SipMethod.INFO, 1).getLast().transaction()));

        assertThat(statuses(caller(2))).containsExactly(408);
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void a481EndsTheCall() { // RFC 5057 §5.1
        call.talking().on(call.fromCaller("INFO", 2));
        said(SipMethod.INFO, 1, 481);

        assertThat(statuses(caller(2))).containsExactly(481);
        assertThat(call.sent(SipMethod.BYE, 0)).hasSize(1);
    }

    @Test
    void a481ToANotifyEndsNothingButTheSubscriptionThatThereNeverWas() { // RFC 6665 §4.1.3, RFC 5057 §5.1
        call.talking().on(with(call.fromCaller("NOTIFY", 2), HeaderName.EVENT, "message-summary"));
        said(SipMethod.NOTIFY, 1, 481);

        assertThat(statuses(caller(2))).containsExactly(481);
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void soManyMayWaitAndNoMore() {
        call.talking();
        for (int i = 0; i <= PassingRules.MOST_WAITING; i++) {
            call.on(call.fromCaller("INFO", 2 + i));
        }

        assertThat(call.sent(SipMethod.INFO, 1)).hasSize(PassingRules.MOST_WAITING);
        assertThat(statuses(caller(2 + PassingRules.MOST_WAITING))).containsExactly(500);
        said(SipMethod.INFO, 1, 200);
        call.on(call.fromCaller("INFO", 40));
        assertThat(call.sent(SipMethod.INFO, 1)).hasSize(PassingRules.MOST_WAITING + 1);
    }

    @Test
    void whatWaitsWhenACallEndsGetsItsAnswer() { // RFC 3261 §15.1.2
        call.talking().on(call.fromCaller("INFO", 2)).on(call.fromCallee("BYE", 7));

        assertThat(statuses(caller(2))).containsExactly(487);
    }

    @Test
    void aReInviteGoesBesideThem() {
        call.talking().on(call.fromCaller("INFO", 2)).on(call.fromCaller("INVITE", 3, CallOnPaper.OFFER));
        call.reinvited(1, 200, CallOnPaper.ANSWER);
        said(SipMethod.INFO, 1, 200);

        assertThat(statuses(caller(3))).containsExactly(200);
        assertThat(statuses(caller(2))).containsExactly(200);
    }
}
