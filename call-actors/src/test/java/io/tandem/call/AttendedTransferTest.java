package io.tandem.call;

import static io.tandem.call.BlindTransferTest.answer;
import static io.tandem.call.BlindTransferTest.bye;
import static io.tandem.call.BlindTransferTest.notified;
import static io.tandem.call.BlindTransferTest.refer;
import static io.tandem.call.CallOnPaper.ANSWER;
import static io.tandem.call.CallOnPaper.CORE;
import static io.tandem.call.CallOnPaper.TEAMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.CallId;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * RFC 5589 §7: a side of one call asks for the party that it talks to in another call of ours, and that one is of the core.
 * Two calls on paper; what one tells the other is carried by hand. Where it is Microsoft's: {@link JoinedCallsTest}.
 */
class AttendedTransferTest {
    private static final CallId OTHER = new CallId("31abcdefghij89abcdef");
    private static final int TARGET = 2;

    private final CallOnPaper first = new CallOnPaper().talking();
    private final CallOnPaper second = new CallOnPaper(OTHER, CORE, TEAMS).talking();

    @Test
    @Tag("TSP-127")
    void asksTheOtherCallsPartyToTakeThisCallInItsPlace() { // RFC 3891 §3
        first.on(refer(toCallee(OTHER)));
        assertThat(answer(first).status()).isEqualTo(202);
        assertThat(first.invites()).as("nobody is called before it is known whom").hasSize(1);

        carried();

        assertThat(first.invites()).hasSize(2);
        SipRequest invite = first.invites().getLast().request();
        assertThat(first.invites().getLast().flow()).isEqualTo(CallOnPaper.CORE_FLOW);
        assertThat(invite.requestUri().text()).isEqualTo("sip:caller@10.0.0.9:5070");
        assertThat(invite.headers().first(HeaderName.REPLACES)).as("as that party names its dialog with us")
                .hasValue("secret-topology@10.0.0.9;to-tag=caller;from-tag=" + OTHER.tag(0));
        assertThat(invite.headers().all(HeaderName.REQUIRE)).as("who knows no Replaces does not ring a second time")
                .containsExactly("replaces");
        assertThat(second.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    @Tag("TSP-127")
    void joinsBothPartiesAndTheTransferorIsOutOfBothCalls() {
        first.on(refer(toCallee(OTHER)));
        carried();
        first.forget().targetSays(TARGET, 200, ANSWER);

        assertThat(notified(first)).containsExactly("SIP/2.0 200 OK");
        first.on(bye(12));
        assertThat(first.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.callee().number()).isEqualTo(TARGET);
            assertThat(talking.transfer()).isEmpty();
            assertThat(talking.facts().transfers()).singleElement().satisfies(transferral -> {
                assertThat(transferral.status()).isEqualTo(200);
                assertThat(transferral.to()).isEqualTo("+441632960111");
            });
        });

        second.forget().on(second.fromCaller("BYE", 2)); // RFC 3891 §3: whose dialog was replaced ends the old one
        assertThat(second.sent(SipMethod.BYE, 1)).hasSize(1);
        second.on(second.byeAnswered(1));
        assertThat(second.record().cause().status()).isEqualTo(200);
        assertThat(second.record().facts().transfers()).isEmpty();
    }

    @Test
    @Tag("TSP-127")
    void keepsBothCallsWhenThePartyKnowsNoReplaces() {
        first.on(refer(toCallee(OTHER)));
        carried();
        first.forget().targetSays(TARGET, 420, "");

        assertThat(notified(first)).singleElement().asString().startsWith("SIP/2.0 420");
        assertBothGoOn(420);
    }

    @Test
    void asksNoOtherPeerForADialogThatOnlyOneHas() {
        first.peers = 3;
        first.on(refer(toCallee(OTHER)));
        carried();
        first.forget().targetSays(TARGET, 503, "");

        assertThat(first.invites()).hasSize(2);
        assertBothGoOn(503);
    }

    @Test
    void refusesWhoNamesADialogOfAnotherTrunk() { // RFC 3891 §3
        first.on(refer(toCaller(OTHER)));
        carried();

        assertThat(first.invites()).hasSize(1);
        assertBothGoOn(403);
    }

    @Test
    void refusesADialogThatTheOtherCallHasNot() {
        first.on(refer(toCallee(OTHER).replace("callee", "nobody")));
        carried();

        assertBothGoOn(481);
    }

    @Test
    void refusesWhereTheOtherCallIsNotUp() {
        second.state = new CallState.Idle();
        first.on(refer(toCallee(OTHER)));
        carried();

        assertThat(second.all(CallEffect.Finish.class)).hasSize(1);
        assertThat(notified(first).getLast()).startsWith("SIP/2.0 481");
    }

    @Test
    void keepsBothCallsWhenEachIsToReplaceTheOther() {
        first.on(refer(toCallee(OTHER)));
        second.on(referred());
        first.on(askedBy(second)).on(answerOf(second.on(askedBy(first))));

        assertThat(first.invites()).hasSize(1);
        assertBothGoOn(491);
        second.on(answerOf(first));
        assertThat(second.invites()).hasSize(1);
        assertThat(status(second)).isEqualTo(491);
    }

    @Test
    @Tag("TRAP-20")
    void goesOnWhenTheTransferorHangsUpInThisCallEarly() {
        first.on(refer(toCallee(OTHER))).on(bye(12));
        carried();
        first.targetSays(TARGET, 200, ANSWER);

        assertThat(first.state).isInstanceOfSatisfying(CallState.Talking.class,
                talking -> assertThat(talking.callee().number()).isEqualTo(TARGET));
    }

    @Test
    void doesNotWaitForAnOtherCallThatIsSilent() {
        first.on(refer(toCallee(OTHER))).on(new CallInput.TimerExpired(CallTimer.NO_ANSWER));

        assertBothGoOn(480);
        carried();
        assertThat(first.invites()).as("its answer comes too late").hasSize(1);
    }

    @Test
    void endsTheCallAndTheTransferWhenTheTransfereeHangsUpMeanwhile() {
        first.on(refer(toCallee(OTHER))).on(first.fromCaller("BYE", 2));
        carried();

        assertThat(first.invites()).hasSize(1);
        assertThat(notified(first).getLast()).startsWith("SIP/2.0 487");
        assertThat(second.state).isInstanceOf(CallState.Talking.class);
    }

    /** The question to the second call, and what that answers. */
    private void carried() {
        first.on(answerOf(second.on(askedBy(first))));
    }

    private static CallInput askedBy(CallOnPaper call) {
        return told(call, CallInput.FarSideAsked.class);
    }

    private static CallInput answerOf(CallOnPaper call) {
        return told(call, CallInput.FarSideFound.class);
    }

    private static CallInput told(CallOnPaper by, Class<? extends CallInput> what) {
        return by.all(CallEffect.TellCall.class)
                .stream()
                .filter(tell -> what.isInstance(tell.input()))
                .peek(tell -> assertThat(tell.call()).isNotEqualTo(by.env.id()))
                .map(CallEffect.TellCall::input)
                .findFirst()
                .orElseThrow();
    }

    /** The same REFER the other way round, in the second call. */
    private CallInput.RequestReceived referred() {
        CallInput.RequestReceived bare = second.fromCallee("REFER", 11);
        SipRequest refer = bare.request().toBuilder().add(HeaderName.REFER_TO, toCallee(CallOnPaper.ID)).build();
        return new CallInput.RequestReceived(bare.transaction(), refer, bare.flow());
    }

    private void assertBothGoOn(int status) {
        assertThat(first.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.callee().number()).isEqualTo(1);
            assertThat(talking.transfer()).isEmpty();
        });
        assertThat(status(first)).isEqualTo(status);
        assertThat(notified(first).getLast()).startsWith("SIP/2.0 " + status);
        assertThat(second.state).isInstanceOf(CallState.Talking.class);
        assertThat(second.all(CallEffect.SendRequest.class)).extracting(out -> out.request().method())
                .doesNotContain(SipMethod.BYE);
    }

    private static int status(CallOnPaper call) {
        return ((CallState.Talking) call.state).facts().transfers().getLast().status();
    }

    private static String toCallee(CallId call) {
        return to(call.tag(1) + "%3Bto-tag%3D" + call.tag(1) + "%3Bfrom-tag%3Dcallee");
    }

    private static String toCaller(CallId call) {
        return to("secret-topology%4010.0.0.9%3Bto-tag%3D" + call.tag(0) + "%3Bfrom-tag%3Dcaller");
    }

    private static String to(String replaces) {
        return "<sip:+441632960111@192.0.2.1?Replaces=" + replaces + ">";
    }
}
