package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.TrunkProfile;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call for help that the emergency routing service (F-143) does not take: it goes on to the core. */
class EmergencyFallbackTest {
    static final PeerGroup ESRP = MicrosoftHeadersTest.with(new PeerGroup("esrp", PeerGroup.Side.CORE,
            List.of("core-udp"), Transport.UDP, Optional.of(Service.OPERATOR_CONNECT), Set.of(),
            List.of("127.0.0.0/8"), List.of(new PeerGroup.Peer("esrp-1", "127.0.0.1", 5075))),
            new TrunkProfile(TrunkProfile.Proprietary.DEFAULT, TrunkProfile.Identity.DEFAULT,
                    TrunkProfile.Forwarding.PASSED, Optional.empty(), Set.of(), true));
    private static final String PCMU = CallOnPaper.ANSWER.replace("AVP 8", "AVP 0").replace("8 PCMA", "0 PCMU");

    private final CallOnPaper call = new CallOnPaper(ESRP, CallOnPaper.CORE, CallOnPaper.TEAMS);

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 404, 408, 486, 488, 500, 503, 600, 603})
    @Tag("F-143")
    @Tag("F-150")
    void goesToTheCoreWhateverTheServiceSays(int status) {
        call.on(help()).targetSays(1, status, "");

        assertThat(trunks()).containsExactly("esrp", "core");
        assertThat(call.responses(CallOnPaper.INVITE_TX)).noneMatch(answer -> answer.status() >= 200);
        SipRequest second = call.invites().getLast().request();
        assertThat(second.requestUri().text()).isEqualTo("sip:911@127.0.0.1:5070");
        assertThat(new String(second.body(), StandardCharsets.UTF_8)).contains("m=audio 20002 ");
    }

    @Test
    @Tag("F-143")
    void asksAllPeersOfTheServiceFirstAndNotesEachAttempt() {
        call.peers = 2;
        call.on(help()).targetIsSilent(1).targetIsUnreachable(2).targetSays(3, 200, CallOnPaper.ANSWER);

        assertThat(call.state).isInstanceOfSatisfying(CallState.Talking.class, talking -> {
            assertThat(talking.facts().outboundGroup()).contains("core");
            assertThat(talking.facts().failedAttempts()).extracting(Attempt::leg, Attempt::status)
                    .containsExactly(tuple(1, 408), tuple(2, 503));
        });
        assertThat(call.all(CallEffect.Tried.class)).extracting(CallEffect.Tried::peerGroup)
                .containsExactly("esrp", "esrp", "core");
        assertThat(notes()).anyMatch(note -> note.contains("does not take it; next: the core"))
                .anyMatch(note -> note.startsWith("to trunk core") && note.contains("not taken by trunk esrp"));
    }

    @Test
    @Tag("F-143")
    void goesToTheCoreWhenNobodyPicksUpAndNoAnswerOfTheServiceCountsAnyMore() {
        call.on(help()).targetSays(1, 180, "").forget().on(new CallInput.TimerExpired(CallTimer.NO_ANSWER));

        assertThat(call.all(CallEffect.Cancel.class)).extracting(CallEffect.Cancel::leg).containsExactly(1);
        assertThat(trunks()).containsExactly("esrp", "core");
        assertThat(call.all(CallEffect.StartTimer.class)).contains(new CallEffect.StartTimer(CallTimer.NO_ANSWER,
                Duration.ofSeconds(180)));
        call.targetSays(1, 487, "").targetSays(2, 200, CallOnPaper.ANSWER);
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(200);
        assertThat(((CallState.Talking) call.state).callee().number()).isEqualTo(2);
    }

    @Test
    @Tag("F-143")
    void endsAnAnswerOfTheServiceThatCrossedTheCancel() {
        call.on(help()).targetSays(1, 180, "").on(new CallInput.TimerExpired(CallTimer.NO_ANSWER));
        call.forget().targetSays(1, 200, CallOnPaper.ANSWER);

        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        assertThat(call.state).isInstanceOf(CallState.Inviting.class);
    }

    /** The caller holds a description of the service's: it hears of the core's by an offer behind its ACK (RFC 3261 §13.2.1). */
    @Test
    @Tag("F-143")
    void goesOnAlsoWhereTheCallerHasHeardTheService() {
        call.on(help()).targetSays(1, 183, CallOnPaper.ANSWER).targetSays(1, 503, "").targetSays(2, 200, PCMU);

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(200);
        call.forget()
                .on(new CallInput.AckReceived(CallOnPaper.request("ACK", "sip:" + CallOnPaper.ID.tag(0)
                        + "@192.0.2.1:5061", "<sip:+441632960111@teams.example>;tag=caller",
                        "<sip:911@192.0.2.1:5061>;tag=" + CallOnPaper.ID.tag(0), 1, "")));
        assertThat(call.sent(SipMethod.INVITE, 0)).singleElement()
                .satisfies(offer -> assertThat(new String(offer.request().body(), StandardCharsets.UTF_8))
                        .contains("m=audio 20000 RTP/AVP 0"));
    }

    @Test
    @Tag("F-143")
    void goesToTheCoreWhenNobodyKnowsTheWayToTheService() {
        call.peers = 0;
        call.on(help());

        assertThat(call.all(CallEffect.FindTargets.class)).extracting(CallEffect.FindTargets::peerGroup)
                .containsExactly("esrp", "core");
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).as("nor to the core").isEqualTo(503);
    }

    @Test
    @Tag("F-143")
    void isRefusedOnceTheCoreHasRefusedIt() {
        call.on(help()).targetSays(1, 404, "").targetSays(2, 486, "");

        assertThat(call.invites()).hasSize(2);
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(486);
        assertThat(call.record().facts().failedAttempts()).extracting(Attempt::status).containsExactly(404);
    }

    @Test
    @Tag("F-143")
    void endsWhenItsCallerGivesUpWhicheverIsBeingAsked() {
        call.on(help()).targetSays(1, 404, "").targetSays(2, 180, "").on(call.cancel());

        assertThat(call.all(CallEffect.Cancel.class)).extracting(CallEffect.Cancel::leg).containsExactly(2);
        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(487);
    }

    private List<String> trunks() {
        return call.invites().stream().map(invite -> invite.leg() == 1 ? "esrp" : "core").toList();
    }

    private List<String> notes() {
        return call.all(CallEffect.Note.class).stream().map(CallEffect.Note::what).toList();
    }

    private static CallInput.InviteReceived help() {
        return new CallInput.InviteReceived(CallOnPaper.INVITE_TX, CallOnPaper.request("INVITE",
                "sip:911@192.0.2.1:5061", "<sip:+441632960111@teams.example>;tag=caller", "<sip:911@192.0.2.1:5061>",
                1, CallOnPaper.OFFER), CallOnPaper.MPS_FLOW, "teams", "mps-1");
    }
}
