package io.tandem.ops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.sdp.Direction;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Via;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An agent hands its call on; the far end's part is written here. */
class UaReferringTest {
    private static final String TARGET = MicrosoftTarget.referTo("+441632960002", "sip.lab.example", 5080,
            UUID.fromString("11111111-2222-3333-4444-555555555555"),
            UUID.fromString("66666666-7777-8888-9999-aaaaaaaaaaaa"),
            UUID.fromString("bbbbbbbb-cccc-dddd-eeee-ffffffffffff"));
    private static final String BY = "<sip:+441632960001@sip.lab.example;x-m=8:orgid:9>";
    private static final ScriptStep.Refer REFER = new ScriptStep.Refer(500, TARGET, BY);
    private static final ScriptStep.Hold HOLD = new ScriptStep.Hold(600, Direction.INACTIVE);

    private final TwoAgents two = TwoAgents.talking(Script.of(REFER, HOLD), Script.NOTHING);
    private long farCSeq = 100;

    /** TSP-126: x-m, x-t, x-ti and x-tt, about 400 characters. */
    @Test
    void aTargetOfMicrosoftsHasItsParametersAndItsLength() {
        SipUri uri = (SipUri) Address.parse(TARGET).orElseThrow().uri();

        assertThat(uri.parameters().names()).contains("x-m", "x-t", "x-ti", "x-tt");
        assertThat(TARGET).hasSizeBetween(350, 450);
        assertThat(uri.decodedUser()).isEqualTo("+441632960002");
        UUID any = new UUID(1, 2);
        assertThat(((SipUri) Address.parse(MicrosoftTarget.referTo("", "sip.lab.example", 5080, any, any, any))
                .orElseThrow()
                .uri()).user()).isEmpty();
    }

    @Test
    void theReferSaysWhomAndByWhom() {
        SipRequest refer = refer().request();

        assertThat(refer.headers().all(HeaderName.REFER_TO)).containsExactly(TARGET);
        assertThat(refer.headers().all(HeaderName.REFERRED_BY)).containsExactly(BY);
        assertThat(refer.cseq().number()).isEqualTo(2);
        assertThat(refer.contacts().orElse(List.of())).hasSize(1);
    }

    /** TSP-127. */
    @Test
    void whenTheTargetHasAnsweredTheTransferorHangsUp() {
        UaOrder.Send refer = refer();
        answer(refer, 202);
        assertThat(notify("SIP/2.0 180 Ringing")).isEqualTo(200);
        assertThat(two.caller.state).isInstanceOf(UaState.Talking.class);
        assertThat(notify("SIP/2.0 200 OK")).isEqualTo(200);

        assertThat(two.caller.state).isInstanceOf(UaState.Leaving.class);
        assertThat(two.caller.events()).containsExactly(new CallEvent.Referred(202), new CallEvent.Notified(180),
                new CallEvent.Notified(200));
        assertThat(two.caller.ordered(UaOrder.Send.class).getLast().request().method()).isEqualTo(SipMethod.BYE);
    }

    @Test
    void whenTheTargetRefusesTheCallAndTheScriptGoOn() {
        answer(refer(), 202);
        two.caller.due(UaTimer.STEP);
        assertThat(reInvites()).isEmpty();

        notify("SIP/2.0 486 Busy Here");

        assertThat(two.caller.state).isInstanceOf(UaState.Talking.class);
        assertThat(two.caller.events()).containsExactly(new CallEvent.Referred(202), new CallEvent.Notified(486));
        assertThat(reInvites()).hasSize(1);
    }

    @Test
    void aRefusedReferIsToldAndTheScriptGoesOn() {
        UaOrder.Send refer = refer();
        two.caller.due(UaTimer.STEP);
        answer(refer, 405);

        assertThat(two.caller.events()).containsExactly(new CallEvent.StepRefused(REFER, 405));
        assertThat(reInvites()).hasSize(1);
    }

    /** TRAP-19. */
    @Test
    void aNotifyThatOvertakesThe202Counts() {
        UaOrder.Send refer = refer();
        notify("SIP/2.0 200 OK");
        assertThat(two.caller.state).isInstanceOf(UaState.Leaving.class);

        answer(refer, 202);
        assertThat(two.caller.state).isInstanceOf(UaState.Leaving.class);
    }

    @Test
    void aNotifyOfNoTransferIsTakenAndChangesNothing() {
        assertThat(notify("SIP/2.0 200 OK")).isEqualTo(200);
        assertThat(two.caller.events()).isEmpty();
        assertThat(two.caller.state).isInstanceOf(UaState.Talking.class);
    }

    private UaOrder.Send refer() {
        two.caller.due(UaTimer.STEP);
        return two.caller.ordered(UaOrder.Send.class).getLast();
    }

    private List<UaOrder.Send> reInvites() {
        return two.caller.ordered(UaOrder.Send.class)
                .stream()
                .filter(send -> send.request().method().equals(SipMethod.INVITE) && send.request().cseq().number() > 1)
                .toList();
    }

    private void answer(UaOrder.Send request, int status) {
        SipResponse response = SipResponse.to(arrived(request.request()), status).build();
        two.caller.happens(new UaInput.Responded(request.id(), response));
    }

    /** The status that the NOTIFY got. */
    private int notify(String fragment) {
        Dialog far = ((UaState.Talking) two.callee.state).dialog();
        SipRequest notify = far.skip(farCSeq++)
                .newRequest(SipMethod.NOTIFY, two.callee.self.contact(), 70)
                .request()
                .add(HeaderName.EVENT, "refer")
                .add(HeaderName.SUBSCRIPTION_STATE, "active")
                .body("message/sipfrag;version=2.0", (fragment + "\r\n").getBytes(StandardCharsets.US_ASCII))
                .build();
        two.caller.happens(new UaInput.Requested(new ServerTransactionId(9, farCSeq), arrived(notify)));
        return two.caller.ordered(UaOrder.Answer.class).getLast().response().status();
    }

    private static SipRequest arrived(SipRequest sent) {
        return sent.withVia(Via.of("UDP", "127.0.0.1", 5070, "z9hG4bKx"));
    }
}
