package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Session timers of an agent (RFC 4028, TSP-115), on paper. */
class UaSessionTimerTest {

    @Test
    void theOneThatOfferedItRefreshesAtHalfTime() {
        TwoAgents two = talking(Manner.MICROSOFT, Manner.CORE);
        assertThat(expires(two.callee)).containsExactly("1800;refresher=uac");
        assertThat(two.caller.ordered(UaOrder.Wake.class)).contains(new UaOrder.Wake(UaTimer.REFRESH, 900_000, 1));
        assertThat(two.callee.ordered(UaOrder.Wake.class)).contains(new UaOrder.Wake(UaTimer.EXPIRED, 1_768_000, 1));

        two.caller.lastDue(UaTimer.REFRESH);
        two.deliverAll();
        assertThat(two.caller.events()).containsExactly(new CallEvent.Refreshed(true));
        assertThat(two.callee.events()).containsExactly(new CallEvent.Refreshed(false));
        assertThat(expires(two.caller)).containsExactly("1800", "1800;refresher=uac");
        assertThat(two.caller.descriptions()).extracting(said -> said.origin().sessionVersion()).containsOnly("1");
        assertThat(two.caller.ordered(UaOrder.Wake.class)).contains(new UaOrder.Wake(UaTimer.REFRESH, 900_000, 2));
    }

    @Test
    void aTimerThatARefreshHasOvertakenMeansNothing() {
        TwoAgents two = talking(Manner.MICROSOFT, Manner.CORE);
        two.caller.lastDue(UaTimer.REFRESH);
        two.deliverAll();
        two.callee.due(UaTimer.EXPIRED, 1);

        assertThat(two.callee.state).isInstanceOf(UaState.Talking.class);
    }

    @Test
    void aSessionThatNobodyRefreshesIsEndedBeforeItExpires() {
        TwoAgents two = talking(Manner.MICROSOFT, Manner.CORE);
        two.callee.lastDue(UaTimer.EXPIRED);

        assertThat(((SipRequest) two.callee.messages.getLast()).method()).isEqualTo(SipMethod.BYE);
    }

    @Test
    void aCalleeThatWantsOneOffersItToACallerThatKnowsNone() {
        TwoAgents two = talking(Manner.CORE, Manner.MICROSOFT);

        assertThat(expires(two.callee)).containsExactly("1800;refresher=uas");
        assertThat(two.callee.ordered(UaOrder.Wake.class)).contains(new UaOrder.Wake(UaTimer.REFRESH, 900_000, 1));
    }

    @Test
    void withoutOneNothingIsSaidAndNothingIsWaitedFor() {
        TwoAgents two = talking(Manner.CORE, Manner.CORE);

        assertThat(expires(two.caller)).isEmpty();
        assertThat(expires(two.callee)).isEmpty();
        assertThat(two.caller.ordered(UaOrder.Wake.class)).extracting(UaOrder.Wake::timer)
                .doesNotContain(UaTimer.REFRESH, UaTimer.EXPIRED);
    }

    /** RFC 4028 §7.3: the INVITE again, with the interval that the 422 wants. */
    @Test
    void anIntervalThatIsTooShortIsRefusedAndTheCallPlacedAgainWithALongerOne() {
        Manner brief = Manner.MICROSOFT.withTimer(new SessionTimer(100, 90, "uac"));
        Manner slow = Manner.MICROSOFT.withTimer(new SessionTimer(3_600, 600, ""));
        TwoAgents two = new TwoAgents(TwoAgents.order(Script.NOTHING), brief, new Answering(0, 0, Answering.WAITS),
                slow);
        two.deliver(two.caller);
        assertThat(two.callee.messages).singleElement()
                .isInstanceOfSatisfying(SipResponse.class, refused -> {
                    assertThat(refused.status()).isEqualTo(422);
                    assertThat(refused.headers().all(HeaderName.MIN_SE)).containsExactly("600");
                });
        two.deliver(two.callee);

        SipRequest again = (SipRequest) two.caller.messages.getLast();
        assertThat(again.cseq().number()).isEqualTo(2);
        assertThat(again.headers().all(HeaderName.SESSION_EXPIRES)).containsExactly("600");
        assertThat(again.headers().all(HeaderName.MIN_SE)).containsExactly("600");
        assertThat(again.toTag()).isEmpty();
    }

    private static TwoAgents talking(Manner ofCaller, Manner ofCallee) {
        TwoAgents two = new TwoAgents(TwoAgents.order(Script.NOTHING), ofCaller, new Answering(0, 0,
                Answering.WAITS), ofCallee);
        two.deliverAll();
        two.callee.due(UaTimer.ANSWER);
        two.deliverAll();
        return two;
    }

    /** The values of Session-Expires in what that end sent. */
    private static List<String> expires(TwoAgents.End end) {
        return end.messages.stream()
                .map(SipMessage::headers)
                .flatMap(headers -> headers.all(HeaderName.SESSION_EXPIRES).stream())
                .toList();
    }
}
