package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Transport;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What has had its final response waits up to 32 s, and a hundred thousand wait at once: they keep no message. */
class LingeringTest {
    private static final int TURNS = 50;

    private final List<WeakReference<Object>> messages = new ArrayList<>();

    private void forget(Station station) {
        station.messages.forEach(message -> messages.add(new WeakReference<>(message)));
        station.requests.forEach(request -> messages.add(new WeakReference<>(request)));
        station.messages.clear();
        station.requests.clear();
        station.strays.clear();
    }

    private void assertNoMessageIsKept() {
        assertThat(messages).isNotEmpty();
        for (int turn = 0; turn < TURNS && messages.stream().anyMatch(message -> message.get() != null); turn++) {
            System.gc();
        }
        assertThat(messages).allMatch(message -> message.get() == null);
    }

    private static void serve(Station callee, SipMethod method, int status) {
        callee.receive(Texts.incoming(method, "z9hG4bK-1", 1).build());
        callee.respond(Texts.response(callee.requests.getLast(), status, "ours"));
    }

    @Test
    void anAnsweredInviteKeepsTheBytesOfItsAnswer() {
        Station callee = Station.callee(Transport.UDP);
        serve(callee, SipMethod.INVITE, 200);
        forget(callee);
        assertNoMessageIsKept();
        callee.until(500);
        assertThat(callee.sent).endsWith("0 200 INVITE", "500 200 INVITE");
    }

    @Test
    void aRefusedInviteKeepsTheBytesOfItsRefusal() {
        Station callee = Station.callee(Transport.UDP);
        serve(callee, SipMethod.INVITE, 486);
        forget(callee);
        assertNoMessageIsKept();
        callee.until(500);
        assertThat(callee.sent).endsWith("0 486 INVITE", "500 486 INVITE");
    }

    @Test
    void anAnsweredByeKeepsTheBytesOfItsAnswer() {
        Station callee = Station.callee(Transport.UDP);
        serve(callee, SipMethod.BYE, 200);
        forget(callee);
        assertNoMessageIsKept();
        callee.receive(Texts.incoming(SipMethod.BYE, "z9hG4bK-1", 1).build());
        assertThat(callee.sent).containsExactly("0 200 BYE", "0 200 BYE");
    }

    @Test
    void anInviteOfOursThatWasAnsweredKeepsTheBytesOfItsAck() {
        Station caller = Station.caller(Transport.UDP);
        byte[] answer = acknowledged(caller);
        forget(caller);
        assertNoMessageIsKept();
        caller.receive(Texts.read(answer));
        assertThat(caller.sent).containsExactly("0 INVITE", "0 ACK", "0 ACK");
    }

    private static byte[] acknowledged(Station caller) {
        SipResponse answer = Texts.response(caller.invite(), 200, "a");
        caller.receive(answer);
        SipRequest ack = Texts.outgoing(SipMethod.ACK, "call-1", 1).to(answer.to()).build();
        caller.layer.ack(ack, caller.peer, Station.INVITE, caller.now());
        return answer.toBytes();
    }

    @Test
    void anInviteOfOursThatWasRefusedKeepsTheBytesOfItsAck() {
        Station caller = Station.caller(Transport.UDP);
        byte[] refusal = refused(caller);
        forget(caller);
        assertNoMessageIsKept();
        caller.receive(Texts.read(refusal));
        assertThat(caller.sent).containsExactly("0 INVITE", "0 ACK", "0 ACK");
    }

    private static byte[] refused(Station caller) {
        SipResponse refusal = Texts.response(caller.invite(), 486, "a");
        caller.receive(refusal);
        return refusal.toBytes();
    }
}
