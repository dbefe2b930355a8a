package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.e2e.PhoneCall.Dialog;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 when a side has been replaced, and a start on the same data: those who are left are in one call still. */
class KilledTransferIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String SOMEBODY_ELSE = "sip:+441632960222@127.0.0.1";

    @TempDir
    private Path folder;

    @Test
    @Tag("TSP-127")
    @Tag("TRAP-37")
    void theTwoWhoAreLeftTalkOnAndAByeOfOneEndsTheOther() throws IOException {
        try (NodeProcess node = NodeProcess.startOnFreePorts(10, "", folder);
                Phone transferee = new Phone(FreePorts.one());
                Phone target = new Phone(node.plan().corePeerPort());
                Phone transferor = new Phone(node.plan().mpsPeerPort());
                PhoneCall first = new PhoneCall(transferee, transferor, "+441632960000", node.plan().corePort());
                PhoneCall second = new PhoneCall(transferee, transferor, "+441632960001", node.plan().corePort());
                AudioEnd one = new AudioEnd();
                AudioEnd two = new AudioEnd()) {
            Dialog oneTarget = transferred(first, target, one, "sendrecv");
            Dialog twoTarget = transferred(second, target, two, "sendrecv");

            node.kill();
            node.start();

            first.callerAudio().assertHeardBy(one);
            one.assertHeardBy(first.callerAudio());
            first.caller().hangUp(2);
            oneTarget.expectBye();
            two.assertHeardBy(second.callerAudio());
            twoTarget.hangUp(1);
            second.caller().expectBye();
            await("both calls have their record").atMost(LIMIT)
                    .untilAsserted(() -> assertThat(Figures.of(node).sum("tandem_calls_ended_total", "cause=normal"))
                            .isEqualTo(2));
        }
    }

    /** The side that stays was asked by the process that died, and had not answered. */
    @Test
    @Tag("TSP-127")
    void theSideThatStaysIsToldOfTheNewPartyByTheProcessThatTakesTheCallUp() throws IOException {
        try (NodeProcess node = NodeProcess.startOnFreePorts(10, "", folder);
                Phone transferee = new Phone(FreePorts.one());
                Phone target = new Phone(node.plan().corePeerPort());
                Phone transferor = new Phone(node.plan().mpsPeerPort());
                PhoneCall call = new PhoneCall(transferee, transferor, "+441632960000", node.plan().corePort());
                AudioEnd listening = new AudioEnd()) {
            Dialog listener = transferred(call, target, listening, "recvonly");
            SipRequest lost = transferee.request(SipMethod.INVITE);

            node.kill();
            node.start();

            SipRequest again = lost;
            while (again.cseq().number() <= lost.cseq().number()) { // the first one was repeated meanwhile
                again = transferee.request(SipMethod.INVITE);
            }
            assertThat(again.callId()).isEqualTo(call.caller().callId());
            assertThat(new String(again.body(), StandardCharsets.UTF_8)).contains("a=recvonly");
            transferee.answer(SipResponse.to(again, 200)
                    .add(HeaderName.CONTACT, "<sip:127.0.0.1:" + transferee.port() + ">")
                    .body("application/sdp",
                            call.callerAudio().sdp(2, "sendonly").getBytes(StandardCharsets.UTF_8))
                    .build());
            assertThat(transferee.request(SipMethod.ACK).cseq().number()).isEqualTo(again.cseq().number());
            call.callerAudio().assertHeardBy(listening);
            call.caller().hangUp(2);
            listener.expectBye();
        }
    }

    /** The called phone hands the call on, hears that it is done, and hangs up. @return the target's dialog */
    private static Dialog transferred(PhoneCall call, Phone target, AudioEnd audio, String direction) {
        call.called().refer(1, SOMEBODY_ELSE);
        assertThat(call.called().notified()).isEqualTo("SIP/2.0 100 Trying");
        SipRequest invite = target.request(SipMethod.INVITE);
        audio.speakTo(invite);
        target.answer(SipResponse.to(invite, 200)
                .toTag("joined")
                .add(HeaderName.CONTACT, "<sip:127.0.0.1:" + target.port() + ">")
                .body("application/sdp", audio.sdp(1, direction).getBytes(StandardCharsets.UTF_8))
                .build());
        assertThat(target.request(SipMethod.ACK).callId()).isEqualTo(invite.callId());
        assertThat(call.called().notified()).isEqualTo("SIP/2.0 200 OK");
        call.called().hangUp(2);
        SipUri contact = (SipUri) invite.contacts().orElse(List.of()).getFirst().uri();
        return new Dialog(target, invite.callId(), invite.to().withTag("joined"), invite.from(), contact,
                invite.cseq().number());
    }
}
