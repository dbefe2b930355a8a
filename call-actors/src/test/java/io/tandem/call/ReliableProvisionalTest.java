package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkRates;
import io.tandem.port.TrunkSecurity;
import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkSetUp.Forwarded;
import io.tandem.port.TrunkSetUp.Redirects;
import io.tandem.port.TrunkSetUp.ReliableProvisional;
import io.tandem.interworking.rules.TrunkRules;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Provisional responses that are acknowledged, on each leg by itself (RFC 3262, TSP-116, F-23). */
@Tag("TSP-116")
@Tag("F-23")
class ReliableProvisionalTest {
    private static final String WANTED = "Require: 100rel";

    static PeerGroup with(PeerGroup group, TrunkSetUp setUp) {
        return new PeerGroup(group.name(), group.side(), group.listeners(), group.transport(), group.defaultService(),
                group.services(), group.allowedSources(), group.peers(), TrunkSecurity.DEFAULT, TrunkRates.DEFAULT,
                TrunkNumbers.DEFAULT, TrunkProbing.DEFAULT, TrunkRules.NONE, TrunkProfile.DEFAULT, setUp);
    }

    static PeerGroup with(PeerGroup group, ReliableProvisional reliable) {
        return with(group, new TrunkSetUp(reliable, Forwarded.RELAYED, Redirects.PASSED));
    }

    /** The caller's INVITE with one more row. */
    static CallInput.InviteReceived invite(HeaderName name, String value) {
        CallInput.InviteReceived plain = CallOnPaper.invite("+441632960000", CallOnPaper.OFFER);
        return new CallInput.InviteReceived(plain.transaction(), plain.invite().toBuilder().add(name, value).build(),
                plain.flow(), plain.peerGroup(), plain.peer());
    }

    private static CallOnPaper requiring() {
        return new CallOnPaper().on(invite(HeaderName.REQUIRE, "100rel"));
    }

    static CallInput.RequestReceived prack(CallOnPaper call, int cseq, String rack) {
        CallInput.RequestReceived plain = call.fromCaller("PRACK", cseq);
        return new CallInput.RequestReceived(plain.transaction(),
                plain.request().toBuilder().add(HeaderName.RACK, rack).build(), plain.flow());
    }

    private static String rseq(CallOnPaper call) {
        return call.responses(CallOnPaper.INVITE_TX).getLast().headers().first(HeaderName.RSEQ).orElseThrow();
    }

    private static CallOnPaper acknowledged(CallOnPaper call, int cseq) {
        return call.on(prack(call, cseq, rseq(call) + " 1 INVITE"));
    }

    // Towards the called side.

    @Test
    @Tag("TRAP-9")
    void acknowledgesAReliableResponseAtOnceInTheDialogThatItMade() {
        CallOnPaper call = new CallOnPaper().invited();
        call.targetSays(1, 183, CallOnPaper.ANSWER, WANTED, "RSeq: 988789", "Record-Route: <sip:10.0.0.7;lr>");

        SipRequest prack = call.sent(SipMethod.PRACK, 1).getFirst().request();
        assertThat(prack.requestUri().text()).isEqualTo("sip:callee@10.0.0.8:5090");
        assertThat(prack.toTag()).contains("callee");
        assertThat(prack.headers().values(HeaderName.ROUTE)).containsExactly("<sip:10.0.0.7;lr>");
        assertThat(prack.headers().values(HeaderName.RACK)).containsExactly("988789 1 INVITE");
        assertThat(prack.cseq().number()).isEqualTo(2);
        SipResponse progress = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(progress.status()).isEqualTo(183);
        assertThat(progress.headers().contains(HeaderName.RSEQ)).isFalse(); // the caller did not ask for that
    }

    @Test
    void passesOverARepeatedResponseAndOneThatIsOutOfOrder() {
        CallOnPaper call = new CallOnPaper().invited();
        call.targetSays(1, 180, "", WANTED, "RSeq: 10").forget();

        call.targetSays(1, 180, "", WANTED, "RSeq: 10").targetSays(1, 183, "", WANTED, "RSeq: 12");
        assertThat(call.effects).isEmpty();

        call.targetSays(1, 183, "", WANTED, "RSeq: 11");
        assertThat(call.sent(SipMethod.PRACK, 1)).singleElement().satisfies(prack -> {
            assertThat(prack.request().headers().first(HeaderName.RACK)).contains("11 1 INVITE");
            assertThat(prack.request().cseq().number()).isEqualTo(3);
        });
    }

    @Test
    @Tag("TSP-117")
    void acknowledgesEachForkOnItsOwnDialog() {
        CallOnPaper call = new CallOnPaper().invited();
        says(call, "one", 183, "", WANTED, "RSeq: 5");
        says(call, "two", 183, "", WANTED, "RSeq: 5");

        assertThat(call.sent(SipMethod.PRACK, 1)).extracting(prack -> prack.request().toTag().orElse(""))
                .containsExactly("one", "two");
        assertThat(call.sent(SipMethod.PRACK, 1)).extracting(prack -> prack.transaction().branch())
                .doesNotHaveDuplicates();
    }

    private static void says(CallOnPaper call, String tag, int status, String sdp, String... headers) {
        call.on(new CallInput.ResponseReceived(call.sentInvite().transaction(),
                CallOnPaper.response(call.sentInvite().request(), status, tag, sdp, headers), CallOnPaper.MPS_FLOW));
    }

    @Test
    @Tag("TRAP-10")
    void countsOnInTheDialogThatIsConfirmed() {
        CallOnPaper call = new CallOnPaper().invited();
        call.targetSays(1, 183, CallOnPaper.ANSWER, WANTED, "RSeq: 1").calleeSays(200, "");
        call.on(call.fromCaller("BYE", 2));

        assertThat(call.sent(SipMethod.BYE, 1).getFirst().request().cseq().number()).isEqualTo(3);
    }

    @Test
    @Tag("TRAP-10")
    void endsAStrayAnswerUnderANumberThatItsEarlyDialogHasNotSeen() {
        CallOnPaper call = new CallOnPaper().invited();
        says(call, "other", 183, "", WANTED, "RSeq: 1");
        call.calleeSays(200, CallOnPaper.ANSWER).forget();
        says(call, "other", 200, CallOnPaper.ANSWER);

        assertThat(call.sent(SipMethod.BYE, 1).getFirst().request().cseq().number()).isGreaterThan(2);
    }

    @Test
    void offersRequiresOrLeavesOutReliabilityAsTheTrunkSays() {
        assertThat(new CallOnPaper().invited().sentInvite().request().headers().values(HeaderName.SUPPORTED))
                .contains("100rel");
        SipRequest required = new CallOnPaper(CallOnPaper.CORE,
                with(CallOnPaper.TEAMS, ReliableProvisional.REQUIRED)).invited().sentInvite().request();
        assertThat(required.headers().values(HeaderName.REQUIRE)).containsExactly("100rel");
        SipRequest off = new CallOnPaper(CallOnPaper.CORE, with(CallOnPaper.TEAMS, ReliableProvisional.OFF)).invited()
                .sentInvite()
                .request();
        assertThat(off.headers().values(HeaderName.SUPPORTED)).doesNotContain("100rel");
    }

    // Towards the caller.

    @Test
    void tellsACallerThatRequiresItReliablyAndRepeatsUntilItIsAcknowledged() {
        CallOnPaper call = requiring().calleeSays(180, "");

        SipResponse ringing = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(ringing.headers().values(HeaderName.REQUIRE)).containsExactly("100rel");
        assertThat(Long.parseLong(rseq(call))).isBetween(1L, (1L << 31) - 1);
        for (int interval = 1; interval <= 4; interval *= 2) { // T1, 2·T1, 4·T1
            assertThat(call.all(CallEffect.StartTimer.class).getLast()).isEqualTo(
                    new CallEffect.StartTimer(CallTimer.PROVISIONAL, CallSettings.T1_DEFAULT.multipliedBy(interval)));
            call.passes(CallSettings.T1_DEFAULT.multipliedBy(interval)).forget();
            call.on(new CallInput.TimerExpired(CallTimer.PROVISIONAL));
            assertThat(call.responses(CallOnPaper.INVITE_TX)).containsExactly(ringing);
        }

        acknowledged(call, 2);
        assertThat(call.responses(call.asked().getLast())).singleElement()
                .extracting(SipResponse::status)
                .isEqualTo(200);
        call.forget().on(new CallInput.TimerExpired(CallTimer.PROVISIONAL));
        assertThat(call.effects).isEmpty();
    }

    @Test
    void givesUpWith504WhenTheCallerIsSilentFor64T1() {
        CallOnPaper call = requiring().calleeSays(180, "");
        call.passes(CallSettings.T1_DEFAULT.multipliedBy(64)).on(new CallInput.TimerExpired(CallTimer.PROVISIONAL));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(504);
        assertThat(call.all(CallEffect.Cancel.class)).hasSize(1);
    }

    @Test
    void tellsOneAtATimeTheNextOneNumberedOneHigher() {
        CallOnPaper call = requiring().calleeSays(180, "").forget().calleeSays(183, "").calleeSays(182, "");
        assertThat(call.responses(CallOnPaper.INVITE_TX)).isEmpty();

        call.calleeSays(180, "");
        long first = call.state instanceof CallState.Inviting inviting ? inviting.early().telling().rseq() : 0;
        call.on(prack(call, 2, first + " 1 INVITE"));
        assertThat(call.responses(CallOnPaper.INVITE_TX)).singleElement().satisfies(next -> {
            assertThat(next.status()).isEqualTo(183);
            assertThat(next.headers().first(HeaderName.RSEQ)).contains(Long.toString(first + 1));
        });
        acknowledged(call, 3);
        assertThat(call.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status).containsExactly(183, 182);
    }

    @Test
    void keepsNoMoreThanSoManyWaiting() {
        CallOnPaper call = requiring();
        for (int i = 0; i < ProgressRules.MOST_WAITING + 1; i++) {
            call.calleeSays(180, "");
        }
        call.forget().calleeSays(181, "");

        assertThat(call.all(CallEffect.Note.class)).singleElement()
                .satisfies(
                        note -> assertThat(note.what()).startsWith("181 left out"));
    }

    @Test
    void answers481ToAnAcknowledgementOfNothing() {
        CallOnPaper call = requiring().calleeSays(180, "");
        long told = Long.parseLong(rseq(call));
        int cseq = 2;
        for (String wrong : List.of(told + 1 + " 1 INVITE", told + " 2 INVITE", told + " 1 BYE", "nonsense")) {
            call.on(prack(call, cseq++, wrong));
            assertThat(call.responses(call.asked().getLast())).extracting(SipResponse::status).containsExactly(481);
        }
        call.on(prack(call, cseq, told + " 1 INVITE"));
        assertThat(call.responses(call.asked().getLast())).extracting(SipResponse::status).containsExactly(200);
        call.on(prack(call, cseq + 1, told + " 1 INVITE")); // once
        assertThat(call.responses(call.asked().getLast())).extracting(SipResponse::status).containsExactly(481);
    }

    @Test
    void holdsTheAnswerUntilADescriptionThatWasToldIsAcknowledged() {
        CallOnPaper call = requiring().calleeSays(183, CallOnPaper.ANSWER).forget().calleeSays(200, CallOnPaper.ANSWER);
        assertThat(call.effects).isEmpty();
        assertThat(call.events).isEmpty();

        long told = ((CallState.Inviting) call.state).early().telling().rseq();
        call.on(prack(call, 2, told + " 1 INVITE"));
        assertThat(call.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status).containsExactly(200);
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.events).singleElement().isInstanceOf(CallEvent.CallAnswered.class);
    }

    @Test
    void answersAtOnceWhereNoDescriptionWaits() {
        CallOnPaper call = requiring().calleeSays(180, "");
        long told = Long.parseLong(rseq(call));
        call.calleeSays(200, CallOnPaper.ANSWER);

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(200);
        assertThat(call.all(CallEffect.StopTimer.class)).contains(new CallEffect.StopTimer(CallTimer.PROVISIONAL));
        call.on(prack(call, 2, told + " 1 INVITE")); // late, and no reason to end the call
        assertThat(call.responses(call.asked().getLast())).extracting(SipResponse::status).containsExactly(200);
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    @Tag("TRAP-10")
    void endsAnAnswerThatCrossedTheCancelUnderANumberThatItsEarlyDialogHasNotSeen() { // SimulationTest, seed 14168
        CallOnPaper call = new CallOnPaper().invited();
        call.targetSays(1, 180, "", WANTED, "RSeq: 1").on(call.cancel()).forget();
        call.calleeSays(200, CallOnPaper.ANSWER);

        assertThat(call.sent(SipMethod.BYE, 1).getFirst().request().cseq().number()).isGreaterThan(2);
    }

    @Test
    @Tag("TRAP-3")
    void endsAnAnswerThatStillWaitsWhenTheCallerGivesUp() {
        CallOnPaper call = requiring().calleeSays(183, CallOnPaper.ANSWER).calleeSays(200, CallOnPaper.ANSWER).forget();
        call.on(call.cancel());

        assertThat(call.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status).containsExactly(487);
        assertThat(call.all(CallEffect.SendAck.class)).hasSize(1);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.all(CallEffect.Cancel.class)).isEmpty();
        assertThat(call.record().answeredAt()).isEmpty();
    }

    @Test
    @Tag("TRAP-3")
    void saysNothingMoreToAnotherPhoneThatAnsweredMeanwhile() { // simulated seeds 156365, 249793: an INFO after its BYE
        CallOnPaper call = requiring();
        says(call, "one", 183, CallOnPaper.ANSWER);
        says(call, "two", 183, CallOnPaper.ANSWER);
        says(call, "one", 200, CallOnPaper.ANSWER);
        says(call, "two", 200, CallOnPaper.ANSWER);
        assertThat(call.sent(SipMethod.BYE, 1).getLast().request().toTag()).contains("two");

        call.forget().on(call.fromCaller("INFO", 2));

        assertThat(call.sent(SipMethod.INFO, 1)).singleElement()
                .satisfies(info -> assertThat(info.request().toTag()).contains("one"));
    }

    @Test
    void refusesAtOnceWhateverWaits() {
        CallOnPaper call = requiring().calleeSays(183, CallOnPaper.ANSWER).calleeSays(486, "");

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(486);
        assertThat(call.all(CallEffect.StopTimer.class)).contains(new CallEffect.StopTimer(CallTimer.PROVISIONAL));
    }

    @Test
    void numbersOnAcrossTheAttemptsOfOneCall() {
        CallOnPaper call = new CallOnPaper();
        call.peers = 2;
        call.on(invite(HeaderName.REQUIRE, "100rel")).targetSays(1, 180, "");
        long told = Long.parseLong(rseq(call));
        acknowledged(call, 2).targetSays(1, 503, "").targetSays(2, 180, "");

        assertThat(rseq(call)).isEqualTo(Long.toString(told + 1));
    }

    @Test
    void tellsACallerThatSupportsItReliablyWhereItsTrunkSaysSo() {
        CallOnPaper call = new CallOnPaper(with(CallOnPaper.CORE, ReliableProvisional.REQUIRED), CallOnPaper.TEAMS);
        call.on(invite(HeaderName.SUPPORTED, "timer, 100rel")).calleeSays(180, "");
        assertThat(rseq(call)).isNotEmpty();

        CallOnPaper usual = new CallOnPaper().on(invite(HeaderName.SUPPORTED, "timer, 100rel")).calleeSays(180, "");
        assertThat(usual.responses(CallOnPaper.INVITE_TX).getLast().headers().contains(HeaderName.RSEQ)).isFalse();
    }

    @Test
    void refusesACallerThatRequiresItWhereItsTrunkIsWithout() {
        CallOnPaper call = new CallOnPaper(with(CallOnPaper.CORE, ReliableProvisional.OFF), CallOnPaper.TEAMS);
        call.on(invite(HeaderName.REQUIRE, "100rel"));

        SipResponse refused = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.headers().values(HeaderName.UNSUPPORTED)).containsExactly("100rel");
    }

    @Test
    @Tag("TSP-122")
    void tellsItsOwnProgressReliablyToo() {
        CallOnPaper call = new CallOnPaper();
        CallInput.InviteReceived invite = invite(HeaderName.REQUIRE, "100rel");
        call.on(new CallInput.InviteReceived(invite.transaction(), invite.invite(), CallOnPaper.MPS_FLOW, "teams",
                "mps-1")).on(new CallInput.TimerExpired(CallTimer.PROGRESS));

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(183);
        assertThat(rseq(call)).isNotEmpty();
    }

    @Test
    void answersTheAcknowledgementAlsoWhenTheAnswerCannotBeKept() {
        CallOnPaper call = requiring().calleeSays(183, CallOnPaper.ANSWER).calleeSays(200, CallOnPaper.ANSWER);
        CallInput.RequestReceived prack = prack(call, 2,
                ((CallState.Inviting) call.state).early().telling().rseq() + " 1 INVITE");
        call.forget().on(new CallInput.JournalFailed("full", prack));

        assertThat(call.responses(prack.transaction())).extracting(SipResponse::status).containsExactly(200);
        assertThat(call.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status).containsExactly(503);
        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
    }
}
