package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.Field;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A call between two phones through the node, and both dialogs as the phones have them. What belongs in a dialog's
 * messages is written out here (RFC 3261 §12), so that no code of ours vouches for itself.
 */
final class PhoneCall implements AutoCloseable {
    private static final String NO_ROUTES = "the node is an end of the dialog, not a proxy";

    /**
     * A dialog as one phone has it: what its requests say, and what those of the node must.
     *
     * @param lastHeard number of the node's last request, 0 when there was none
     */
    record Dialog(Phone phone, String callId, Address local, Address remote, SipUri target, long lastHeard) {

        private String request(String method, int cseq) {
            return """
                    %s %s SIP/2.0
                    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK-%s-%d-%s
                    From: %s
                    To: %s
                    Call-ID: %s
                    CSeq: %d %s
                    Max-Forwards: 70
                    Content-Length: 0

                    """.formatted(method, target.text(), phone.port(), method, cseq, callId, local.text(),
                    remote.text(), callId, cseq, method).replace("\n", "\r\n");
        }

        /** The phone hangs up, and is told that it is done. */
        void hangUp(int cseq) {
            phone.send(request("BYE", cseq), target.host(), target.port());
            assertThat(phone.finalResponse(callId, cseq).status()).as("answer to BYE").isEqualTo(200);
        }

        /** The phone asks to be replaced; the dialog of another call that it has with the node is to be, too (RFC 5589 §7). */
        void refer(int cseq, String whom, Dialog other) {
            String replaces = other.callId() + "%3Bto-tag%3D" + other.remote().tag().orElseThrow() + "%3Bfrom-tag%3D"
                    + other.local().tag().orElseThrow();
            refer(cseq, whom + "?Replaces=" + replaces);
        }

        /** The phone asks to be replaced by that party (RFC 5589 §6). */
        void refer(int cseq, String whom) {
            phone.send(request("REFER", cseq).replace("Content-Length", "Contact: <sip:127.0.0.1:" + phone.port()
                    + ">\r\nRefer-To: <" + whom + ">\r\nContent-Length"), target.host(), target.port());
            assertThat(phone.finalResponse(callId, cseq).status()).as("answer to REFER").isEqualTo(202);
        }

        /** The node tells how far what the phone asked for is. @return the status line (RFC 3515 §2.4.5) */
        String notified() {
            SipRequest notify = phone.request(SipMethod.NOTIFY);
            assertThat(notify.callId()).as("Call-ID").isEqualTo(callId);
            phone.answer(SipResponse.to(notify, 200).build());
            return new String(notify.body(), java.nio.charset.StandardCharsets.UTF_8).strip();
        }

        /** The node's BYE comes, in this very dialog (RFC 3261 §12.2.2), and is answered. */
        void expectBye() {
            SipRequest bye = phone.request(SipMethod.BYE);
            assertThat(bye.callId()).as("Call-ID").isEqualTo(callId);
            assertThat(bye.fromTag()).as("From tag").isEqualTo(remote.tag());
            assertThat(bye.toTag()).as("To tag").isEqualTo(local.tag());
            assertThat(bye.cseq().number()).as("CSeq").isGreaterThan(lastHeard);
            assertThat(((SipUri) bye.requestUri()).port()).as("port of our Contact").isEqualTo(phone.port());
            phone.answer(SipResponse.to(bye, 200).build());
        }
    }

    private final AudioEnd callerAudio = new AudioEnd();
    private final AudioEnd calledAudio = new AudioEnd();
    private final Dialog caller;
    private final Dialog called;

    /** Sets a call up to its ACK on both sides. @param listener the node's port that the caller calls */
    PhoneCall(Phone callerPhone, Phone calledPhone, String number, int listener) throws IOException {
        this(callerPhone, calledPhone, number, "127.0.0.1", listener);
    }

    /** The same to another address of the node's. */
    PhoneCall(Phone callerPhone, Phone calledPhone, String number, String host, int listener) throws IOException {
        String callId = "call-to-" + number;
        callerPhone.send(invite(callerPhone, callId, number, listener), host, listener);
        SipRequest invite = calledPhone.request(SipMethod.INVITE,
                request -> ((SipUri) request.requestUri()).user().equals(Optional.of(number)));
        calledAudio.speakTo(invite);
        String tag = "called-" + number;
        SipResponse answer = SipResponse.to(invite, 200)
                .toTag(tag)
                .add(HeaderName.CONTACT,
                        "<sip:127.0.0.1:" + calledPhone.port() + ">")
                .body("application/sdp",
                        calledAudio.sdp().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .build();
        calledPhone.answer(SipResponse.to(invite, 180)
                .toTag(tag)
                .add(HeaderName.CONTACT,
                        "<sip:127.0.0.1:" + calledPhone.port() + ">")
                .build());
        calledPhone.answer(answer);
        called = new Dialog(calledPhone, invite.callId(), invite.to().withTag(tag), invite.from(),
                contact(invite.contacts()), invite.cseq().number());
        SipResponse relayed = callerPhone.finalResponse(callId, 1);
        assertThat(relayed.status()).as("answer to INVITE").isEqualTo(200);
        assertThat(relayed.recordRoutes()).as(NO_ROUTES).isInstanceOf(Field.Absent.class);
        callerAudio.speakTo(relayed);
        caller = new Dialog(callerPhone, callId, relayed.from(), relayed.to(), contact(relayed.contacts()), 0);
        callerPhone.send(caller.request("ACK", 1), caller.target().host(), caller.target().port());
        SipRequest ack = calledPhone.request(SipMethod.ACK, request -> request.callId().equals(invite.callId()));
        assertThat(ack.callId()).isEqualTo(invite.callId());
    }

    String invite(Phone phone, String callId, String number, int listener) {
        String sdp = callerAudio.sdp();
        return """
                INVITE sip:%1$s@127.0.0.1:%2$d SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%3$d;branch=z9hG4bK-INVITE-%4$s
                From: <sip:+441632960111@127.0.0.1>;tag=caller-%1$s
                To: <sip:%1$s@127.0.0.1:%2$d>
                Call-ID: %4$s
                CSeq: 1 INVITE
                Contact: <sip:+441632960111@127.0.0.1:%3$d>
                Max-Forwards: 70
                Content-Type: application/sdp
                Content-Length: %5$d

                """.formatted(number, listener, phone.port(), callId, sdp.length()).replace("\n", "\r\n") + sdp;
    }

    private static SipUri contact(Field<List<Address>> contacts) {
        return (SipUri) contacts.orElse(List.of()).getFirst().uri();
    }

    /**
     * The caller changes the session: a re-INVITE of that number, which the called side answers in kind.
     *
     * @return the node's re-INVITE, as the called side got it
     */
    SipRequest reinvite(int cseq, String direction) {
        SipRequest crossed = asks(cseq, direction);
        called.phone()
                .answer(SipResponse.to(crossed, 200)
                        .add(HeaderName.CONTACT, "<sip:127.0.0.1:" + called.phone().port() + ">")
                        .body("application/sdp",
                                calledAudio.sdp(cseq, direction).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .build());
        SipResponse answer = caller.phone().finalResponse(caller.callId(), cseq);
        assertThat(answer.status()).as("answer to re-INVITE").isEqualTo(200);
        caller.phone().send(caller.request("ACK", cseq), caller.target().host(), caller.target().port());
        assertThat(called.phone()
                .request(SipMethod.ACK, asked -> asked.cseq().number() == crossed.cseq().number())
                .callId()).isEqualTo(crossed.callId());
        return crossed;
    }

    /** The same as far as the called side, which answers nothing yet. */
    SipRequest asks(int cseq, String direction) {
        String sdp = callerAudio.sdp(cseq, direction);
        String request = caller.request("INVITE", cseq)
                .replace("Content-Length: 0\r\n",
                        "Contact: <sip:127.0.0.1:" + caller.phone().port() + ">\r\nContent-Type: application/sdp\r\n"
                                + "Content-Length: " + sdp.length() + "\r\n");
        caller.phone().send(request + sdp, caller.target().host(), caller.target().port());
        SipRequest crossed = called.phone()
                .request(SipMethod.INVITE, asked -> asked.toTag().equals(called.local().tag()));
        assertThat(crossed.callId()).as("Call-ID").isEqualTo(called.callId());
        assertThat(crossed.cseq().number()).as("CSeq").isGreaterThan(called.lastHeard());
        return crossed;
    }

    Dialog caller() {
        return caller;
    }

    Dialog called() {
        return called;
    }

    AudioEnd callerAudio() {
        return callerAudio;
    }

    AudioEnd calledAudio() {
        return calledAudio;
    }

    /** Both sides speak and are heard, from the ports that the node named when the call was set up. */
    void assertAudioBothWays() throws IOException {
        assertAudioBothWays(AudioEnd.PATIENCE);
    }

    /** The same within that time each way. */
    void assertAudioBothWays(Duration atMost) throws IOException {
        callerAudio.assertHeardBy(calledAudio, atMost);
        calledAudio.assertHeardBy(callerAudio, atMost);
    }

    @Override
    public void close() {
        callerAudio.close();
        calledAudio.close();
    }
}
