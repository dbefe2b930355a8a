package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.TrunkProfile;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Multipart;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls for help: from Microsoft to the core as they were dialled (F-140, F-141), never the other way (F-145). */
class EmergencyCallTest {
    private final CallOnPaper call = new CallOnPaper();

    @ParameterizedTest
    @CsvSource({"sip:911@192.0.2.1:5061;user=phone, sip:911@127.0.0.1:5070;user=phone, 911",
            "sip:+911@192.0.2.1:5061;user=phone, sip:+911@127.0.0.1:5070;user=phone, +911",
            "sip:933@192.0.2.1, sip:933@127.0.0.1:5070, 933",
            "urn:service:sos.police, urn:service:sos.police, urn:service:sos.police",
            "tel:911;phone-context=+1, sip:911;phone-context=+1@127.0.0.1:5070;user=phone, 911"})
    @Tag("F-140")
    @Tag("F-149")
    @Tag("NUM-40")
    @Tag("NUM-42")
    void reachTheCoreAsDialled(String requestUri, String sent, String called) {
        call.on(fromTeams(requestUri, ""));

        assertThat(call.sentInvite().request().requestUri().text()).isEqualTo(sent);
        assertThat(call.all(CallEffect.FindNumber.class)).as("nobody is asked who holds the number").isEmpty();
        CallFacts facts = ((CallState.Inviting) call.state).facts();
        assertThat(facts.emergency()).isTrue();
        assertThat(facts.called()).isEqualTo(called);
        assertThat(facts.outboundGroup()).contains("core");
    }

    /** Microsoft always says where the caller is; should it once not, that is no reason to leave somebody without help. */
    @Test
    @Tag("F-142")
    void goOnWithoutALocationToo() {
        call.on(fromTeams("sip:911@192.0.2.1:5061", ""));

        SipRequest invite = call.sentInvite().request();
        assertThat(invite.headers().contains(HeaderName.GEOLOCATION)).isFalse();
        assertThat(invite.headers().first(HeaderName.CONTENT_TYPE)).contains("application/sdp");
    }

    @Test
    @Tag("F-144")
    void ofTeamsPhoneMobileGoAsItsOtherCallsDoAndThoseOfANativeDiallerAreRefused() {
        PeerGroup mobileCore = MicrosoftHeadersTest.with(CallOnPaper.CORE, Optional.of(Service.TEAMS_PHONE_MOBILE),
                Set.of(), TrunkProfile.DEFAULT);
        PeerGroup mobile = MicrosoftHeadersTest.with(CallOnPaper.TEAMS, Optional.empty(),
                Set.of(Service.TEAMS_PHONE_MOBILE), TrunkProfile.DEFAULT);
        CallOnPaper client = new CallOnPaper(mobileCore, mobile);
        CallOnPaper dialler = new CallOnPaper(mobileCore, mobile);
        CallInput.InviteReceived help = fromTeams("sip:911@192.0.2.1:5061", "");
        SipRequest marked = help.invite().toBuilder().add(HeaderName.X_MS_FMC, "MO").build();
        client.on(new CallInput.InviteReceived(help.transaction(), marked, help.flow(), "teams", "mps-1"));
        dialler.on(CallOnPaper.invite("911", CallOnPaper.OFFER));

        assertThat(client.all(CallEffect.FindTargets.class)).containsExactly(new CallEffect.FindTargets("core"));
        assertThat(client.sentInvite().request().headers().first(HeaderName.X_MS_FMC)).contains("MO");
        assertThat(dialler.responses(CallOnPaper.INVITE_TX).getLast().status()).isEqualTo(403);
    }

    @Test
    @Tag("F-145")
    void fromTheCoreAreRefused() {
        call.on(CallOnPaper.invite("911", CallOnPaper.OFFER));

        SipResponse refusal = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(call.record().facts().emergency()).isTrue();
        assertThat(call.record().cause().reason()).contains("emergency");
    }

    /** US: straight to an emergency routing service where the core cannot take a location; nothing else goes there. */
    @Test
    @Tag("F-36")
    @Tag("F-143")
    void goStraightToAnEmergencyRoutingServiceWhereThereIsATrunkToOne() {
        PeerGroup esrp = EmergencyFallbackTest.ESRP;
        CallOnPaper help = new CallOnPaper(esrp, CallOnPaper.CORE, CallOnPaper.TEAMS);
        CallOnPaper ordinary = new CallOnPaper(esrp, CallOnPaper.CORE, CallOnPaper.TEAMS);
        help.on(fromTeams("sip:911@192.0.2.1:5061", ""));
        ordinary.on(fromTeams("sip:+441632960000@192.0.2.1:5061", ""));

        assertThat(help.all(CallEffect.FindTargets.class)).containsExactly(new CallEffect.FindTargets("esrp"));
        assertThat(ordinary.all(CallEffect.FindTargets.class)).containsExactly(new CallEffect.FindTargets("core"));
    }

    /** What a caller asks of its privacy is not for those who have to find it. */
    @Test
    @Tag("F-150")
    @Tag("TSP-92")
    void nameTheirCallerToATrunkThatIsToldNoWithheldNumbers() {
        CallOnPaper help = new CallOnPaper(MicrosoftHeadersTest.with(CallOnPaper.CORE,
                new TrunkProfile(TrunkProfile.Proprietary.DEFAULT, new TrunkProfile.Identity(false, false, true),
                        TrunkProfile.Forwarding.PASSED, Optional.empty())),
                CallOnPaper.TEAMS);
        SipRequest invite = CallOnPaper.request("INVITE", "sip:911@192.0.2.1:5061",
                "<sip:anonymous@anonymous.invalid>;tag=caller\r\nPrivacy: id\r\n"
                        + "P-Asserted-Identity: <sip:+441632960111@teams.example>",
                "<sip:911@192.0.2.1:5061>", 1, CallOnPaper.OFFER);
        help.on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite, CallOnPaper.MPS_FLOW, "teams", "mps-1"));

        assertThat(help.sentInvite().request().headers().values(HeaderName.P_ASSERTED_IDENTITY)).containsExactly(
                "<sip:+441632960111@192.0.2.1;user=phone>");
    }

    @ParameterizedTest
    @CsvSource({"933, true", "+933, true", "911, false", "999, false"})
    @Tag("NUM-43")
    void thatOnlyTryItAreToldApart(String dialled, boolean test) {
        call.on(fromTeams("sip:" + dialled + "@192.0.2.1:5061", ""));

        CallFacts facts = ((CallState.Inviting) call.state).facts();
        assertThat(facts.emergency()).isTrue();
        assertThat(facts.decision()).startsWith(test ? "emergency test call, " : "emergency call, ");
    }

    @Test
    @Tag("F-150")
    void areTakenByANodeThatIsFull() {
        CallOnPaper full = new CallOnPaper(true);
        full.on(fromTeams("sip:911@192.0.2.1:5061", ""));

        assertThat(full.hasInvited()).isTrue();
    }

    @Test
    @Tag("F-141")
    @Tag("F-149")
    @Tag("TSP-152")
    void keepTheCallersLocationBesideADescriptionThatIsOurs() {
        String body = "--b1\nContent-Type: application/sdp\n\n" + CallOnPaper.OFFER
                + "\n--b1\nContent-Type: application/pidf+xml\nContent-ID: <here@teams>\n\n<presence>51.5</presence>\n--b1--\n";
        call.on(fromTeams("sip:911@192.0.2.1:5061", body));

        SipRequest invite = call.sentInvite().request();
        Multipart sent = ((Multipart.Result.Read) Multipart.parse(invite.contentType().orElse(null),
                invite.body())).multipart();
        assertThat(text(sent.first("application", "sdp").orElseThrow())).contains("m=audio 20002")
                .doesNotContain(
                        "10.0.0.9");
        Multipart.Part location = sent.first("application", "pidf+xml").orElseThrow();
        assertThat(text(location)).isEqualTo("<presence>51.5</presence>");
        assertThat(location.headers().first(HeaderName.CONTENT_ID)).contains("<here@teams>");
        assertThat(invite.headers().first(HeaderName.GEOLOCATION)).contains("<cid:here@teams>");
    }

    private static String text(Multipart.Part part) {
        return new String(part.body(), StandardCharsets.UTF_8);
    }

    static CallInput.InviteReceived fromTeams(String requestUri, String parts) {
        SipRequest invite = CallOnPaper.request("INVITE", requestUri, "<sip:+441632960111@teams.example>;tag=caller",
                "<" + requestUri + ">", 1, parts.isEmpty() ? CallOnPaper.OFFER : parts);
        if (!parts.isEmpty()) {
            String wire = new String(invite.toBytes(), StandardCharsets.UTF_8).replaceFirst(
                    "Content-Type: application/sdp",
                    "Geolocation: <cid:here@teams>\r\nContent-Type: multipart/mixed;boundary=b1");
            invite = CallOnPaper.parsed(wire);
        }
        return new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite, CallOnPaper.MPS_FLOW, "teams", "mps-1");
    }
}
