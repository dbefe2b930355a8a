package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.RemoteMedia;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hold, resume and glare in a call between two agents, on paper. */
class UaTalkingTest {
    private static final ScriptStep.Hold HOLD = new ScriptStep.Hold(1_000, Direction.INACTIVE);
    private static final ScriptStep.Resume RESUME = new ScriptStep.Resume(2_000);
    private static final Script HOLDS = Script.of(HOLD, RESUME);

    @ParameterizedTest
    @EnumSource(names = {"INACTIVE", "SENDONLY"})
    void onHoldNobodySpeaksAndAfterItBothDo(Direction by) {
        TwoAgents two = TwoAgents.talking(Script.of(new ScriptStep.Hold(1_000, by), RESUME), Script.NOTHING);
        assertThat(two.caller.talk().speaks()).isTrue();

        two.caller.due(UaTimer.STEP);
        two.deliverAll();
        assertThat(directions(two.caller)).containsExactly(Direction.SENDRECV, by);
        assertThat(directions(two.callee)).containsExactly(Direction.SENDRECV, by.reversed());
        assertThat(two.caller.talk().speaks()).isFalse();
        assertThat(two.callee.talk().speaks()).isFalse();

        two.caller.due(UaTimer.STEP);
        two.deliverAll();
        assertThat(two.caller.talk().speaks()).isTrue();
        assertThat(two.callee.talk().speaks()).isTrue();
        assertThat(two.caller.events()).containsExactly(new CallEvent.Held(true), new CallEvent.Resumed(true));
        assertThat(two.callee.events()).containsExactly(new CallEvent.Held(false), new CallEvent.Resumed(false));
    }

    /** TSP-153, RFC 3264 §8: by one with each change, on both sides, and the address stays (TSP-149, TSP-150). */
    @Test
    void theVersionRisesByOneWithAChangeAndTheAddressStays() {
        TwoAgents two = TwoAgents.talking(HOLDS, Script.NOTHING);
        two.caller.due(UaTimer.STEP);
        two.deliverAll();
        two.caller.due(UaTimer.STEP);
        two.deliverAll();

        for (TwoAgents.End end : List.of(two.caller, two.callee)) {
            assertThat(end.descriptions()).extracting(said -> said.origin().sessionVersion())
                    .containsExactly("1", "2",
                            "3");
            assertThat(end.descriptions()).extracting(UaTalkingTest::media)
                    .extracting(RemoteMedia::address, RemoteMedia::rtpPort)
                    .containsOnly(org.assertj.core.groups.Tuple.tuple("127.0.0.1", media(end.descriptions().getFirst())
                            .rtpPort()));
        }
    }

    @Test
    void aReInviteThatChangesNothingKeepsTheVersion() {
        TwoAgents two = TwoAgents.talking(Script.of(new ScriptStep.AskForOffer(1_000)), Script.NOTHING);
        two.caller.due(UaTimer.STEP);
        two.deliverAll();

        assertThat(two.callee.descriptions()).hasSize(2)
                .extracting(said -> said.origin().sessionVersion())
                .containsOnly("1");
        assertThat(two.caller.descriptions()).hasSize(2)
                .extracting(said -> said.origin().sessionVersion())
                .containsOnly("1");
    }

    @Test
    void aReInviteWithoutAnOfferIsOfferedOneAndTheAckAnswersIt() {
        TwoAgents two = TwoAgents.talking(Script.of(new ScriptStep.AskForOffer(1_000)), Script.NOTHING);
        two.caller.due(UaTimer.STEP);
        assertThat(two.caller.messages.getLast().hasBody()).isFalse();
        two.deliverAll();

        SipMessage ack = two.caller.messages.getLast();
        assertThat(((SipRequest) ack).method()).isEqualTo(SipMethod.ACK);
        assertThat(UaMessages.description(ack)).isPresent();
        assertThat(two.callee.talk().speaks()).isTrue();
        assertThat(two.callee.events()).containsExactly(new CallEvent.Refreshed(false));
    }

    /** RFC 3261 §14.1, §14.2. */
    @Test
    void whenBothChangeAtOnceBothAreRefusedAndTryAgainAtDifferentTimes() {
        TwoAgents two = TwoAgents.talking(HOLDS, HOLDS);
        two.caller.due(UaTimer.STEP);
        two.callee.due(UaTimer.STEP);
        two.deliverAll();

        assertThat(two.caller.events()).containsExactly(new CallEvent.Glare(HOLD));
        assertThat(two.callee.events()).containsExactly(new CallEvent.Glare(HOLD));
        assertThat(two.caller.ordered(UaOrder.WakeBetween.class)).containsExactly(new UaOrder.WakeBetween(
                UaTimer.GLARE, 2_100, 4_000)); // it made the Call-ID
        assertThat(two.callee.ordered(UaOrder.WakeBetween.class)).containsExactly(new UaOrder.WakeBetween(
                UaTimer.GLARE, 0, 2_000));

        two.callee.due(UaTimer.GLARE);
        two.deliverAll();
        assertThat(two.callee.events()).containsExactly(new CallEvent.Glare(HOLD), new CallEvent.Held(true));
        assertThat(two.callee.descriptions()).extracting(said -> said.origin().sessionVersion())
                .containsExactly("1", "2",
                        "2"); // the same offer, sent again
    }

    @Test
    void whatHoldsIsNotResumedByTheFarEndsOffer() {
        TwoAgents two = TwoAgents.talking(HOLDS, HOLDS);
        two.caller.due(UaTimer.STEP);
        two.deliverAll();
        two.callee.due(UaTimer.STEP);
        two.deliverAll();
        two.callee.due(UaTimer.STEP);
        two.deliverAll();

        assertThat(directions(two.caller).getLast()).isEqualTo(Direction.INACTIVE);
        assertThat(two.callee.talk().speaks()).isFalse();
    }

    @Test
    void aStepThatIsDueWhileAnotherIsUnderWayBeginsAfterIt() {
        TwoAgents two = TwoAgents.talking(HOLDS, Script.NOTHING);
        two.caller.due(UaTimer.STEP);
        two.caller.due(UaTimer.STEP);
        assertThat(two.caller.ordered(UaOrder.Send.class)).hasSize(2); // the INVITE and one re-INVITE
        two.deliverAll();

        assertThat(two.caller.events()).containsExactly(new CallEvent.Held(true), new CallEvent.Resumed(true));
    }

    @Test
    void aRefusedStepIsToldAndTheCallGoesOnAsItWas() {
        TwoAgents two = TwoAgents.talking(HOLDS, Script.NOTHING);
        two.caller.due(UaTimer.STEP);
        UaOrder.Send reinvite = two.caller.ordered(UaOrder.Send.class).getLast();
        SipResponse refused = SipResponse.to(arrived(reinvite.request()), 488).build();
        UaStep step = UaRules.decide(two.caller.state, new UaInput.Responded(reinvite.id(), refused), two.caller.self);

        assertThat(step.orders()).containsExactly(new UaOrder.Hush(false), new UaOrder.Tell(
                new CallEvent.StepRefused(HOLD, 488)));
        assertThat(((UaState.Talking) step.state()).session().held()).isFalse();
    }

    @Test
    void theAnswerToAReInviteThatOurByeCrossedIsAcknowledged() {
        TwoAgents two = TwoAgents.talking(HOLDS, Script.NOTHING);
        two.caller.due(UaTimer.STEP);
        two.caller.due(UaTimer.HANG_UP);
        two.deliver(two.caller);
        two.deliverAll();

        assertThat(two.caller.ordered(UaOrder.Acknowledge.class)).hasSize(2);
        assertThat(two.caller.state).isEqualTo(new UaState.Over(new Outcome.Released(true, "")));
    }

    /** TSP-114: Microsoft takes no UPDATE. */
    @Test
    void anUpdateIsRefusedAndSaysWhatIsAllowed() {
        SipResponse response = inDialog(SipMethod.UPDATE);

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers().firstOr(HeaderName.ALLOW, "UPDATE")).contains("INVITE").doesNotContain("UPDATE");
    }

    @Test
    void whatChangesNothingIsTaken() {
        for (SipMethod method : List.of(SipMethod.OPTIONS, SipMethod.INFO, SipMethod.NOTIFY)) {
            assertThat(inDialog(method).status()).as(method.name()).isEqualTo(200);
        }
    }

    private static SipResponse inDialog(SipMethod method) {
        TwoAgents two = TwoAgents.talking(Script.NOTHING, Script.NOTHING);
        UaState.Talking caller = (UaState.Talking) two.caller.state;
        SipRequest request = caller.dialog().newRequest(method, two.caller.self.contact(), 70).request().build();
        return answer(UaRules.decide(two.callee.state, new UaInput.Requested(new ServerTransactionId(9, 9),
                arrived(request)), two.callee.self));
    }

    private static SipResponse answer(UaStep step) {
        return step.orders()
                .stream()
                .filter(UaOrder.Answer.class::isInstance)
                .map(UaOrder.Answer.class::cast)
                .findFirst()
                .orElseThrow()
                .response();
    }

    private static List<Direction> directions(TwoAgents.End end) {
        return end.descriptions().stream().map(UaTalkingTest::media).map(RemoteMedia::direction).toList();
    }

    private static RemoteMedia media(SessionDescription description) {
        return RemoteMedia.of(description).orElseThrow();
    }

    private static SipRequest arrived(SipRequest sent) {
        return sent.withVia(Via.of("UDP", "127.0.0.1", 5070, "z9hG4bKx"));
    }
}
