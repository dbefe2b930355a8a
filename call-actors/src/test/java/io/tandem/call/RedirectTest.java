package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkSetUp.Forwarded;
import io.tandem.port.TrunkSetUp.Redirects;
import io.tandem.port.TrunkSetUp.ReliableProvisional;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A 3xx of a trunk is passed, or followed where its configuration says so (RFC 3261 §8.1.3.4). */
class RedirectTest {
    private static final PeerGroup FOLLOWED = ReliableProvisionalTest.with(CallOnPaper.TEAMS,
            new TrunkSetUp(ReliableProvisional.SUPPORTED, Forwarded.RELAYED, Redirects.FOLLOWED));

    private final CallOnPaper call = new CallOnPaper(CallOnPaper.CORE, FOLLOWED).invited();

    /** Says the target of that leg: elsewhere, with a Contact row of its own. */
    private static CallOnPaper moved(CallOnPaper call, int leg, int status, String contact) {
        CallEffect.SendRequest invite = call.invites().get(leg - 1);
        SipResponse plain = CallOnPaper.response(invite.request(), status, "callee", "");
        return call.on(new CallInput.ResponseReceived(invite.transaction(),
                plain.toBuilder().remove(HeaderName.CONTACT).add(HeaderName.CONTACT, contact).build(), invite.flow()));
    }

    private SipResponse told() {
        return call.responses(CallOnPaper.INVITE_TX).getLast();
    }

    @Test
    void passesWithItsUsersAtOurHostUnlessTheTrunkSaysOtherwise() {
        CallOnPaper passing = new CallOnPaper().invited();
        moved(passing, 1, 302, "<sip:+441632960555@10.0.0.8>");

        SipResponse redirection = passing.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(redirection.status()).isEqualTo(302);
        assertThat(redirection.headers().values(HeaderName.CONTACT)).singleElement()
                .asString()
                .contains("+441632960555@192.0.2.1");
        assertThat(passing.invites()).hasSize(1);
    }

    @Test
    void routesTheNumberThatItNamesAsIfTheCallerHadCalledIt() {
        moved(call, 1, 302, "<sip:+441632960555@10.0.0.8>");

        assertThat(call.all(CallEffect.FindNumber.class)).last()
                .extracting(CallEffect.FindNumber::number)
                .isEqualTo("+441632960555");
        assertThat(call.invites()).hasSize(2);
        CallEffect.SendRequest second = call.invites().getLast();
        assertThat(second.leg()).isEqualTo(2);
        assertThat(second.request().requestUri().text()).contains("+441632960555@127.0.0.1:5080");
        assertThat(second.request().to().uri().text()).contains("+441632960555");
        call.targetSays(2, 200, CallOnPaper.ANSWER).on(call.ack(""));
        assertThat(told().status()).isEqualTo(200);
        assertThat(told().to().uri().text()).contains("+441632960000"); // the caller's dialog stays what it is
        assertThat(call.all(CallEffect.OpenMedia.class)).hasSize(1);
        assertThat(((CallState.Talking) call.state).facts().called()).isEqualTo("+441632960000");
    }

    @Test
    void goesToNoNumberTwiceAndEndsWithTheRedirection() {
        moved(call, 1, 302, "<sip:+441632960555@10.0.0.8>");
        moved(call, 2, 302, "<sip:+441632960000@10.0.0.8>, <sip:+441632960555@10.0.0.8>");

        assertThat(call.invites()).hasSize(2);
        assertThat(told().status()).isEqualTo(302);
        assertThat(call.record().cause().status()).isEqualTo(302);
    }

    @Test
    void goesNoFurtherThanTheBound() {
        for (int leg = 1; leg <= io.tandem.call.Redirects.MOST; leg++) {
            if (call.invites().size() >= leg) {
                moved(call, leg, 302, "<sip:+44163296010" + leg + "@10.0.0.8>");
            }
        }
        assertThat(call.invites()).hasSize(io.tandem.call.Redirects.MOST);
        assertThat(told().status()).isEqualTo(302);
    }

    @Test
    void takesTheContactsByTheirWeightAndTheNextOneWhereOneRefuses() {
        moved(call, 1, 300, "<sip:+441632960551@10.0.0.8>;q=0.2, <sip:+441632960552@10.0.0.8>;q=0.9");
        assertThat(call.invites().getLast().request().requestUri().text()).contains("+441632960552");
        call.targetSays(2, 486, "");
        assertThat(call.invites().getLast().request().requestUri().text()).contains("+441632960551");
        call.targetSays(3, 486, "");

        assertThat(call.invites()).hasSize(3);
        assertThat(told().status()).isEqualTo(486);
    }

    @Test
    void aUserThatDeclinesIsNotAskedElsewhere() { // TSP-120
        moved(call, 1, 300, "<sip:+441632960551@10.0.0.8>, <sip:+441632960552@10.0.0.8>");
        call.targetSays(2, 603, "");

        assertThat(call.invites()).hasSize(2);
        assertThat(told().status()).isEqualTo(603);
    }

    @Test
    void passesWhatNamesNoNumberThatCanBeRead() {
        for (String contact : List.of("<sip:proxy.example>", "<sip:alice@10.0.0.8>", "<mailto:alice@example.com>",
                "<sip:999@10.0.0.8>")) {
            CallOnPaper other = new CallOnPaper(CallOnPaper.CORE, FOLLOWED).invited();
            moved(other, 1, 302, contact);
            assertThat(other.invites()).as(contact).hasSize(1);
            assertThat(other.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(302);
        }
        moved(call, 1, 305, "<sip:+441632960555@10.0.0.8>"); // "use proxy"
        assertThat(call.invites()).hasSize(1);
    }

    @Test
    void theCallerMayGiveUpWhileTheWayIsAsked() {
        CallState.Inviting ringing = (CallState.Inviting) call.state;
        CallInput.ResponseReceived moved = new CallInput.ResponseReceived(ringing.callee().transaction(),
                CallOnPaper.response(ringing.callee().invite(), 302, "callee", "")
                        .toBuilder()
                        .set(HeaderName.CONTACT, "<sip:+441632960555@10.0.0.8>")
                        .build(),
                CallOnPaper.MPS_FLOW);
        CallState asking = CallRules.decide(call.env, ringing, moved, CallOnPaper.T0).next();
        assertThat(asking).isInstanceOf(CallState.Redirecting.class);

        Decision cancelled = CallRules.decide(call.env, asking, call.cancel(), CallOnPaper.T0);
        assertThat(cancelled.next()).isInstanceOf(CallState.Ended.class);
        assertThat(cancelled.effects()).anySatisfy(effect -> assertThat(effect).isInstanceOfSatisfying(
                CallEffect.Respond.class, respond -> assertThat(respond.response().status()).isEqualTo(487)));
        assertThat(cancelled.effects()).contains(new CallEffect.CloseMedia());
        assertThat(cancelled.effects()).noneMatch(CallEffect.Cancel.class::isInstance);

        Decision late = CallRules.decide(call.env, asking, new CallInput.TimerExpired(CallTimer.NO_ANSWER),
                CallOnPaper.T0);
        assertThat(late.next()).isInstanceOfSatisfying(CallState.Ended.class,
                ended -> assertThat(ended.cause().status()).isEqualTo(480));
    }

    @Test
    void aCallerThatHoldsEarlyMediaIsNotTakenElsewhere() {
        call.calleeSays(183, CallOnPaper.ANSWER);
        moved(call, 1, 302, "<sip:+441632960555@10.0.0.8>");

        assertThat(call.invites()).hasSize(1);
        assertThat(told().status()).isEqualTo(302);
        assertThat(call.sent(SipMethod.INVITE, 2)).isEmpty();
    }
}
