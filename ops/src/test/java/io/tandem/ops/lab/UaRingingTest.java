package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How an agent rings, and how one waits for the answer: as Microsoft does, on paper. */
class UaRingingTest {
    private static final Answering FORKED = Answering.asMicrosoft(0, 300, Answering.WAITS, Script.NOTHING);

    /** TSP-117. */
    @Test
    void severalEndsRingOneBringsTheMediaAndAnotherOneAnswers() {
        TwoAgents two = rung(Manner.CORE, Manner.MICROSOFT);

        List<SipResponse> responses = responses(two);
        assertThat(responses).extracting(SipResponse::status).containsExactly(180, 180, 183, 200);
        assertThat(responses).extracting(response -> response.toTag().orElseThrow())
                .containsExactly("callee-tag.1", "callee-tag.2", "callee-tag.3", "callee-tag.2");
        assertThat(responses).extracting(SipResponse::hasBody).containsExactly(false, false, true, true);
        assertThat(two.caller.state).isInstanceOf(UaState.Talking.class);
        assertThat(two.caller.talk().speaks()).isTrue();
        assertThat(UaSelf.callTag("callee-tag.2")).isEqualTo("callee-tag");
    }

    @Test
    void theCallGoesOnInTheDialogOfTheEndThatAnswered() {
        TwoAgents two = rung(Manner.CORE, Manner.MICROSOFT);
        two.caller.due(UaTimer.HANG_UP);
        two.deliverAll();

        assertThat(two.caller.messages.getLast().toTag()).contains("callee-tag.2");
        assertThat(two.callee.state).isInstanceOf(UaState.Over.class);
        assertThat(two.caller.state).isEqualTo(new UaState.Over(new Outcome.Released(true, "")));
    }

    @Test
    void withoutNeedNothingIsReliable() {
        assertThat(rung(Manner.CORE, Manner.MICROSOFT).caller.messages).noneSatisfy(message -> assertThat(
                method(message)).isEqualTo(SipMethod.PRACK));
    }

    /** RFC 3262 §3, §4; TSP-116: each end numbers its own, the caller acknowledges each in its dialog. */
    @Test
    void reliableResponsesAreAcknowledgedOneByOneEachInItsDialog() {
        Manner reliable = Manner.MICROSOFT.withReliability();
        TwoAgents two = rung(Manner.CORE.withReliability(), reliable);

        assertThat(responses(two).stream().filter(SipResponse::provisional)).hasSize(3)
                .allSatisfy(response -> assertThat(response.headers().all(HeaderName.RSEQ)).containsExactly("1"));
        List<SipRequest> pracks = two.caller.messages.stream()
                .filter(message -> SipMethod.PRACK.equals(method(message)))
                .map(SipRequest.class::cast)
                .toList();
        assertThat(pracks).hasSize(3).allSatisfy(prack -> {
            assertThat(prack.headers().all(HeaderName.RACK)).containsExactly("1 1 INVITE");
            assertThat(prack.cseq().number()).isEqualTo(2);
        });
        assertThat(pracks).extracting(prack -> prack.toTag().orElseThrow())
                .containsExactly("callee-tag.1", "callee-tag.2", "callee-tag.3"); // TRAP-9
        two.caller.due(UaTimer.HANG_UP);
        assertThat(two.caller.messages.getLast().cseq().number()).as("numbered after the PRACK").isEqualTo(3);
    }

    @Test
    void aResponseWithoutItsPrackIsRepeatedAndHoldsBackTheAnswer() {
        TwoAgents two = new TwoAgents(TwoAgents.order(Script.NOTHING), Manner.CORE.withReliability(), new Answering(0,
                100, Answering.WAITS), Manner.MICROSOFT.withReliability());
        two.deliver(two.caller);
        two.callee.due(UaTimer.RING);
        two.callee.due(UaTimer.ANSWER);
        assertThat(responses(two)).extracting(SipResponse::status).containsExactly(180);

        two.callee.lastDue(UaTimer.UNACKNOWLEDGED);
        assertThat(responses(two)).extracting(SipResponse::status).containsExactly(180, 180);
        two.deliverAll();
        assertThat(responses(two)).extracting(SipResponse::status).contains(200);
        assertThat(two.caller.ordered(UaOrder.Send.class)).as("the repeated response has no second PRACK").hasSize(2);
    }

    @Test
    void aCallerThatNeverAcknowledgesIsRefusedAfter32Seconds() {
        TwoAgents two = new TwoAgents(TwoAgents.order(Script.NOTHING), Manner.CORE.withReliability(), new Answering(0,
                100, Answering.WAITS), Manner.MICROSOFT.withReliability());
        two.deliver(two.caller);
        two.callee.due(UaTimer.RING);
        for (int repetition = 0; repetition < 7; repetition++) {
            two.callee.lastDue(UaTimer.UNACKNOWLEDGED);
        }

        assertThat(two.callee.state).isEqualTo(new UaState.Over(new Outcome.Failed("no PRACK to our 180")));
        assertThat(responses(two).getLast().status()).isEqualTo(504);
    }

    @Test
    void theInviteSaysWhatTheMannerSays() {
        TwoAgents two = new TwoAgents(TwoAgents.order(Script.NOTHING), Manner.MICROSOFT.withInviteHeader(
                "X-MS-TenantID", "11111111-2222-3333-4444-555555555555"), FORKED, Manner.CORE);
        SipRequest invite = (SipRequest) two.caller.messages.getFirst();

        assertThat(invite.headers().firstOr(HeaderName.X_MS_TENANT_ID, "")).startsWith("11111111");
        assertThat(invite.headers().firstOr(HeaderName.SUPPORTED, "")).contains("replaces", "timer");
        assertThat(invite.headers().firstOr(HeaderName.ALLOW, "")).contains("REFER").doesNotContain("UPDATE");
        assertThat(invite.headers().firstOr(HeaderName.SESSION_EXPIRES, "")).isEqualTo("1800");
    }

    /** RFC 3891 §6.1, TSP-113: the tags as who reads it has them. */
    @Test
    void aCallInThePlaceOfAnotherNamesItsDialog() {
        TwoAgents two = TwoAgents.talking(Script.NOTHING, Script.NOTHING);
        UaState.Talking up = (UaState.Talking) two.callee.state;
        UaStep step = UaCalling.call(TwoAgents.order(Script.NOTHING), two.callee.self, "call-2", Optional.of(up
                .dialog()));

        SipRequest invite = ((UaState.Calling) step.state()).invite();
        assertThat(invite.headers().all(HeaderName.REPLACES)).containsExactly(
                "call-1;to-tag=caller-tag;from-tag=callee-tag");
        assertThat(invite.headers().all(HeaderName.REQUIRE)).containsExactly("replaces");
    }

    private static TwoAgents rung(Manner ofCaller, Manner ofCallee) {
        TwoAgents two = new TwoAgents(TwoAgents.order(Script.NOTHING), ofCaller, FORKED, ofCallee);
        two.deliverAll();
        FORKED.rings().forEach(_ -> {
            two.callee.due(UaTimer.RING);
            two.deliverAll();
        });
        two.callee.due(UaTimer.ANSWER);
        two.deliverAll();
        return two;
    }

    /** Of the callee, to the INVITE. */
    private static List<SipResponse> responses(TwoAgents two) {
        return two.callee.messages.stream()
                .filter(SipResponse.class::isInstance)
                .map(SipResponse.class::cast)
                .filter(response -> response.cseq().method().equals(SipMethod.INVITE))
                .toList();
    }

    private static SipMethod method(Object message) {
        return message instanceof SipRequest request ? request.method() : null;
    }
}
