package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.EndPoint;
import io.tandem.media.sdp.OwnMedia;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Via;
import io.tandem.sip.transaction.ServerTransactionId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an agent's call does, on paper. */
class UaRulesTest {
    private static final UaSelf CALLER = self("caller", 40_000, 5_000);
    private static final UaSelf CALLEE = self("callee", 40_002, Answering.WAITS);
    private static final CallOrder ORDER = new CallOrder("+447700900001", "+441632960001",
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5060), 10_000, 5_000);
    private static final ServerTransactionId SERVER = new ServerTransactionId(1, 1);

    @Test
    void anAnswerIsAcknowledgedSpokenToAndHungUpOnInTime() {
        UaStep step = answered();

        assertThat(step.state()).isInstanceOf(UaState.Talking.class);
        assertThat(orders(step, UaOrder.Acknowledge.class)).singleElement()
                .satisfies(
                        order -> assertThat(order.ack().cseq().number()).isEqualTo(1));
        assertThat(orders(step, UaOrder.Talk.class)).singleElement()
                .satisfies(
                        order -> assertThat(order.remote().rtpPort()).isEqualTo(40_002));
        assertThat(step.orders()).contains(new UaOrder.Wake(UaTimer.HANG_UP, 5_000));
    }

    @Test
    void theByeIsNumberedOnAndItsAnswerEndsTheCall() {
        UaStep leaving = UaRules.decide(answered().state(), new UaInput.Due(UaTimer.HANG_UP), CALLER);
        UaOrder.Send bye = orders(leaving, UaOrder.Send.class).getFirst();
        assertThat(bye.request().cseq().number()).isEqualTo(2);

        SipResponse ok = SipResponse.to(arrived(bye.request()), 200).build();
        UaStep over = UaRules.decide(leaving.state(), new UaInput.Responded(bye.id(), ok), CALLER);
        assertThat(over.state()).isEqualTo(new UaState.Over(new Outcome.Released(true, "")));
    }

    @Test
    void anAnswerThatCrossesOurCancelIsAcknowledgedAndSentAway() {
        UaState.Calling calling = calling();
        UaStep gaveUp = UaRules.decide(calling, new UaInput.Due(UaTimer.PATIENCE), CALLER);
        assertThat(gaveUp.orders()).containsExactly(new UaOrder.Cancel(calling.id()));

        UaStep step = UaRules.decide(gaveUp.state(), new UaInput.Responded(calling.id(), ok(calling)), CALLER);
        assertThat(orders(step, UaOrder.Acknowledge.class)).hasSize(1);
        assertThat(orders(step, UaOrder.Send.class)).singleElement()
                .satisfies(
                        order -> assertThat(order.request().method()).isEqualTo(SipMethod.BYE));
        assertThat(orders(step, UaOrder.Talk.class)).isEmpty();
    }

    @Test
    void anotherForksAnswerIsAcknowledgedAndSentAwayWhileTheCallGoesOn() {
        UaState.Calling calling = calling();
        SipResponse other = SipResponse.to(arrived(calling.invite()), 200)
                .toTag("another")
                .contact(
                        CALLEE.contact())
                .build();
        UaStep step = UaRules.decide(answered().state(), new UaInput.Responded(calling.id(), other), CALLER);

        assertThat(step.state()).isInstanceOf(UaState.Talking.class);
        assertThat(orders(step, UaOrder.Acknowledge.class)).hasSize(1);
        assertThat(orders(step, UaOrder.Send.class)).hasSize(1);
    }

    @Test
    void theRepeatedAnswerOfTheSameForkChangesNothing() {
        UaState.Calling calling = calling();
        assertThat(UaRules.decide(answered().state(), new UaInput.Responded(calling.id(), ok(calling)),
                CALLER).orders()).isEmpty();
    }

    @Test
    void anOfferInTheAnswerIsAnsweredByTheAck() {
        SipRequest withoutOffer = arrived(calling().invite()).toBuilder().noBody().build();
        UaStep called = UaRinging.called(SERVER, withoutOffer, new Answering(0, 0, Answering.WAITS), CALLEE);
        UaStep picked = UaRules.decide(called.state(), new UaInput.Due(UaTimer.ANSWER), CALLEE);
        assertThat(orders(picked, UaOrder.Talk.class)).isEmpty();

        UaStep talking = UaRules.decide(picked.state(), new UaInput.Acknowledged(arrived(calling().invite())), CALLEE);
        assertThat(orders(talking, UaOrder.Talk.class)).hasSize(1);
    }

    @Test
    void aCancelIsAnsweredBy487() {
        UaStep called = UaRinging.called(SERVER, arrived(calling().invite()), new Answering(0, 0, Answering.WAITS),
                CALLEE);
        UaStep step = UaRules.decide(called.state(), new UaInput.Cancelled(), CALLEE);

        assertThat(orders(step, UaOrder.Answer.class)).singleElement()
                .satisfies(
                        order -> assertThat(order.response().status()).isEqualTo(487));
        assertThat(step.state()).isInstanceOf(UaState.Over.class);
    }

    private static UaStep answered() {
        UaState.Calling calling = calling();
        return UaRules.decide(calling, new UaInput.Responded(calling.id(), ok(calling)), CALLER);
    }

    private static UaState.Calling calling() {
        return (UaState.Calling) UaCalling.call(ORDER, CALLER, "call-1", Optional.empty()).state();
    }

    private static SipResponse ok(UaState.Calling calling) {
        UaStep called = UaRinging.called(SERVER, arrived(calling.invite()), new Answering(0, 0, Answering.WAITS),
                CALLEE);
        UaStep picked = UaRules.decide(called.state(), new UaInput.Due(UaTimer.ANSWER), CALLEE);
        return orders(picked, UaOrder.Answer.class).getFirst().response();
    }

    private static SipRequest arrived(SipRequest sent) {
        return sent.withVia(Via.of("UDP", "127.0.0.1", 5070, "z9hG4bKx"));
    }

    private static <T> List<T> orders(UaStep step, Class<T> kind) {
        return Stream.of(step.orders()).flatMap(List::stream).filter(kind::isInstance).map(kind::cast).toList();
    }

    private static UaSelf self(String name, int mediaPort, int hangUpAfterMillis) {
        EndPoint media = new EndPoint(new OwnMedia(1, 1, "127.0.0.1", mediaPort), List.of(Codec.PCMA),
                Direction.SENDRECV, 20);
        return new UaSelf(name, Address.of(SipUri.of(name, "127.0.0.1", 5070)), "", media, name + "-tag",
                hangUpAfterMillis, Script.NOTHING, Manner.CORE);
    }
}
