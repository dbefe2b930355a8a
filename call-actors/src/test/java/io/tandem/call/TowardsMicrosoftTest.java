package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Microsoft's side gets to see of a call, whatever the core wrote. */
class TowardsMicrosoftTest {
    private final CallOnPaper call = new CallOnPaper();

    /** By TLS, from a listener with a name to a peer with a name, as a trunk towards Microsoft is configured. */
    @Test
    @Tag("TSP-60")
    @Tag("TSP-62")
    @Tag("TSP-63")
    void itIsCalledByItsNameAndKnowsUsByOurs() {
        SipRequest invite = inviteByNames();

        assertThat(invite.requestUri().text()).isEqualTo(
                "sip:+441632960000@sip.pstnhub.microsoft.com:5061;user=phone");
        assertThat(invite.from().uri().text()).isEqualTo("sip:+441632960111@sbc.example.com;user=phone");
        assertThat(invite.headers().values(HeaderName.CONTACT)).containsExactly(
                "<sip:" + CallOnPaper.ID.tag(1) + "@sbc.example.com:5061;transport=tls>");
    }

    private SipRequest inviteByNames() {
        PeerGroup teams = new PeerGroup("teams", PeerGroup.Side.MPS, List.of("mps-tls"), Transport.TLS,
                Optional.empty(), Set.of(Service.OPERATOR_CONNECT), List.of("52.112.0.0/14"),
                List.of(new PeerGroup.Peer("mps-1", new PeerAddress.ARecord("sip.pstnhub.microsoft.com", 5061), 0)));
        CallEnvironment env = new CallEnvironment(CallOnPaper.ID, call.env.settings(),
                new Router(List.of(CallOnPaper.CORE, teams)), Map.of("core-udp", new Advertised("192.0.2.1", 5060,
                        "udp"), "mps-tls", new Advertised("sbc.example.com", 5061, "tls")),
                false, call.env.keys());
        Flow there = Flow.to("mps-tls", Transport.TLS,
                new InetSocketAddress(InetAddress.ofLiteral("52.112.1.1"), 5061));
        Target target = new Target("teams", "mps-1", "sip.pstnhub.microsoft.com", 5061, there);
        CallState state = new CallState.Idle();
        SipRequest invite = null;
        for (CallInput input : List.of(CallOnPaper.invite("+441632960000", CallOnPaper.OFFER),
                new CallInput.NumberFound(call.lookup), new CallInput.TargetsFound(List.of(target)),
                new CallInput.MediaAnswered(call.media))) {
            Decision decision = CallRules.decide(env, state, input, CallOnPaper.T0);
            state = decision.next();
            for (CallEffect effect : decision.effects()) {
                invite = effect instanceof CallEffect.SendRequest sent ? sent.request() : invite;
            }
        }
        return invite;
    }

    @Test
    @Tag("TSP-2")
    void noUriIsSips() {
        SipRequest invite = CallOnPaper.parsed(new String(CallOnPaper.request("INVITE",
                "sips:+441632960000@192.0.2.1:5061",
                "<sips:+441632960111@core.example>;tag=caller\r\nP-Asserted-Identity: <sips:+441632960111@core.example>",
                "<sips:+441632960000@192.0.2.1>", 1, CallOnPaper.OFFER).toBytes(), StandardCharsets.UTF_8).replace(
                        "Contact: <sip:", "Contact: <sips:"));
        call.on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite, CallOnPaper.CORE_FLOW, "core", "core-1"))
                .calleeSays(200, CallOnPaper.ANSWER)
                .on(call.fromCaller("BYE", 2));

        assertThat(call.sent(SipMethod.BYE, 1)).hasSize(1);
        List<SipRequest> sent = new ArrayList<>(List.of(call.sentInvite().request()));
        sent.addAll(call.all(CallEffect.SendAck.class).stream().map(CallEffect.SendAck::ack).toList());
        sent.addAll(call.sent(SipMethod.BYE, 1).stream().map(CallEffect.SendRequest::request).toList());
        assertThat(sent).hasSize(3)
                .allSatisfy(request -> assertThat(wire(request)).doesNotContainIgnoringCase("sips:"));
    }

    /** So its next request comes to the name in the Contact, and to no other. */
    @Test
    @Tag("TSP-65")
    void thereIsOneContactAndNoRecordRoute() {
        SipRequest invite = CallOnPaper.request("INVITE", "sip:+441632960000@192.0.2.1:5060",
                "<sip:+441632960111@core.example>;tag=caller\r\nRecord-Route: <sip:edge.core.example;lr>",
                "<sip:+441632960000@192.0.2.1>", 1, CallOnPaper.OFFER);
        call.on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite, CallOnPaper.CORE_FLOW, "core", "core-1"));
        assertOneContact(call.sentInvite().request());

        CallOnPaper back = fromMicrosoft().calleeSays(180, "").calleeSays(200, CallOnPaper.ANSWER);
        assertThat(back.responses(CallOnPaper.INVITE_TX)).extracting(SipResponse::status).containsExactly(180, 200);
        back.responses(CallOnPaper.INVITE_TX).forEach(TowardsMicrosoftTest::assertOneContact);
    }

    @Test
    @Tag("TSP-70")
    void requestsAndResponsesSayWhoWeAre() {
        assertThat(call.invited().sentInvite().request().headers().first(HeaderName.USER_AGENT)).contains(
                "Tandem/test");
        CallOnPaper back = fromMicrosoft().calleeSays(180, "").calleeSays(486, "");
        assertThat(back.responses(CallOnPaper.INVITE_TX)).hasSize(2)
                .allSatisfy(response -> assertThat(response.headers().first(HeaderName.SERVER)).contains(
                        "Tandem/test"));
    }

    private static void assertOneContact(SipMessage message) {
        assertThat(message.headers().values(HeaderName.CONTACT)).hasSize(1);
        assertThat(message.headers().contains(HeaderName.RECORD_ROUTE)).isFalse();
    }

    private static CallOnPaper fromMicrosoft() {
        CallInput.InviteReceived invite = CallOnPaper.invite("+441632960000", CallOnPaper.OFFER);
        return new CallOnPaper().on(new CallInput.InviteReceived(invite.transaction(), invite.invite(),
                CallOnPaper.MPS_FLOW, "teams", "mps-1"));
    }

    private static String wire(SipMessage message) {
        return new String(message.toBytes(), StandardCharsets.UTF_8);
    }
}
