package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodeProcess;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the wire: one phone has two calls through the node and joins those it talks to (RFC 5589 §7). */
class AttendedTransferIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    @Tag("TSP-127")
    void aPhoneWithTwoCallsJoinsTheOthersAndIsOut() throws IOException {
        try (NodeProcess node = NodeProcess.startOnFreePorts(10, "", folder);
                Phone transferee = new Phone(FreePorts.one());
                Phone target = new Phone(FreePorts.one());
                Phone transferor = new Phone(node.plan().mpsPeerPort());
                PhoneCall first = new PhoneCall(transferee, transferor, "+441632960000", node.plan().corePort());
                PhoneCall second = new PhoneCall(target, transferor, "+441632960001", node.plan().corePort());
                AudioEnd joined = new AudioEnd()) {
            first.called().refer(1, "sip:+441632960111@127.0.0.1", second.called());
            assertThat(first.called().notified()).isEqualTo("SIP/2.0 100 Trying");
            SipRequest invite = target.request(SipMethod.INVITE);
            assertThat(invite.headers().first(HeaderName.REPLACES)).hasValue(second.caller().callId() + ";to-tag="
                    + second.caller().local().tag().orElseThrow() + ";from-tag="
                    + second.caller().remote().tag().orElseThrow());
            take(invite, target, joined);
            second.caller().hangUp(2);
            second.called().expectBye();
            assertThat(first.called().notified()).isEqualTo("SIP/2.0 200 OK");
            first.called().hangUp(2);

            first.callerAudio().assertHeardBy(joined);
            joined.assertHeardBy(first.callerAudio());
            first.caller().hangUp(2);
            SipRequest bye = target.request(SipMethod.BYE);
            assertThat(bye.callId()).isEqualTo(invite.callId());
            target.answer(SipResponse.to(bye, 200).build());
            await("both calls have their record").atMost(LIMIT)
                    .untilAsserted(() -> assertThat(Figures.of(node).sum("tandem_calls_ended_total", "cause=normal"))
                            .isEqualTo(2));
        }
    }

    @Test
    @Tag("TSP-127")
    @Tag("TRAP-20")
    void aPhoneThatHangsUpItsSecondCallFirstHasJoinedThemAllTheSame() throws IOException {
        try (NodeProcess node = NodeProcess.startOnFreePorts(10, "", folder);
                Phone transferee = new Phone(FreePorts.one());
                Phone target = new Phone(FreePorts.one());
                Phone transferor = new Phone(node.plan().mpsPeerPort());
                PhoneCall first = new PhoneCall(transferee, transferor, "+441632960000", node.plan().corePort());
                PhoneCall second = new PhoneCall(target, transferor, "+441632960001", node.plan().corePort());
                AudioEnd joined = new AudioEnd()) {
            first.called().refer(1, "sip:+441632960111@127.0.0.1", second.called());
            SipRequest invite = target.request(SipMethod.INVITE);
            second.called().hangUp(2); // the party's dialog must be there still for its INVITE to replace (RFC 3891 §3)
            take(invite, target, joined);
            second.caller().expectBye();
            first.called().hangUp(2);

            first.callerAudio().assertHeardBy(joined);
            joined.assertHeardBy(first.callerAudio());
            first.caller().hangUp(2);
            SipRequest bye = target.request(SipMethod.BYE);
            assertThat(bye.callId()).isEqualTo(invite.callId());
            target.answer(SipResponse.to(bye, 200).build());
            await("both calls have their record").atMost(LIMIT)
                    .untilAsserted(() -> assertThat(Figures.of(node).sum("tandem_calls_ended_total", "cause=normal"))
                            .isEqualTo(2));
            assertThat(Figures.of(node).sum("tandem_transfers_total", "kind=attended", "outcome=completed")).isOne();
        }
    }

    /**
     * Both of those are Microsoft's, which takes no Replaces and sends its media where it always did; the node dies before
     * they hang up.
     */
    @Test
    @Tag("TSP-113")
    @Tag("TSP-149")
    void aPhoneOfTheCoresJoinsTwoOfMicrosoftsPartiesAndTheirCallOutlivesTheNode() throws IOException {
        try (NodeProcess node = NodeProcess.startOnFreePorts(10, "",
                Files.createDirectory(folder.resolve("microsoft")));
                Phone phone = new Phone(FreePorts.one());
                Phone parties = new Phone(node.plan().mpsPeerPort());
                PhoneCall first = new PhoneCall(phone, parties, "+441632960000", node.plan().corePort());
                PhoneCall second = new PhoneCall(phone, parties, "+441632960001", node.plan().corePort())) {
            first.caller().refer(2, "sip:+441632960001@127.0.0.1", second.caller());
            assertThat(first.caller().notified()).isEqualTo("SIP/2.0 100 Trying");
            takeOffer(second); // the other one is told nothing new: same codecs, same port
            assertThat(first.caller().notified()).isEqualTo("SIP/2.0 200 OK");
            second.caller().expectBye();
            first.caller().hangUp(3);

            first.calledAudio().assertHeardBy(second.calledAudio());
            second.calledAudio().assertHeardBy(first.calledAudio());
            node.kill();
            node.start();
            first.calledAudio().assertHeardBy(second.calledAudio());
            second.calledAudio().assertHeardBy(first.calledAudio());
            second.called().hangUp(7);
            first.called().expectBye();
            await("both calls have their record").atMost(LIMIT)
                    .untilAsserted(() -> assertThat(Figures.of(node).sum("tandem_calls_ended_total", "cause=normal"))
                            .isEqualTo(2));
            assertThat(Figures.of(node).sum("tandem_media_sessions_active")).isZero();
        }
    }

    /** The called party is offered another session in the dialog that it has, from where it heard the last one. */
    private static void takeOffer(PhoneCall call) {
        Phone party = call.called().phone();
        SipRequest offer = party.request(SipMethod.INVITE);
        assertThat(offer.callId()).isEqualTo(call.called().callId());
        assertThat(offer.headers().contains(HeaderName.REPLACES)).isFalse();
        assertThat(new String(offer.body(), StandardCharsets.UTF_8))
                .contains("m=audio " + call.calledAudio().nodePort() + " ");
        party.answer(SipResponse.to(offer, 200)
                .add(HeaderName.CONTACT, "<sip:127.0.0.1:" + party.port() + ">")
                .body("application/sdp", call.calledAudio().sdp(2, "sendrecv").getBytes(StandardCharsets.UTF_8))
                .build());
        assertThat(party.request(SipMethod.ACK).callId()).isEqualTo(offer.callId());
    }

    private static void take(SipRequest invite, Phone target, AudioEnd audio) {
        audio.speakTo(invite);
        target.answer(SipResponse.to(invite, 200)
                .toTag("joined")
                .add(HeaderName.CONTACT, "<sip:127.0.0.1:" + target.port() + ">")
                .body("application/sdp", audio.sdp().getBytes(StandardCharsets.UTF_8))
                .build());
        assertThat(target.request(SipMethod.ACK).callId()).isEqualTo(invite.callId());
    }
}
