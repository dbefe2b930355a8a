package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.route.Transport;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the gateway stands: between one core and all services, one trunk there for all enterprises. */
class RoleInNetworkTest {
    private static final String CALLED = "+441632960000";
    private static final PeerGroup[] TRUNKS = Stream.concat(Stream.of(CallOnPaper.CORE),
            Stream.of(Service.values()).map(RoleInNetworkTest::trunkOf)).toArray(PeerGroup[]::new);

    @ParameterizedTest
    @EnumSource(Service.class)
    @Tag("F-1")
    @Tag("F-3")
    void theNumbersOfEachServiceAreReachedFromTheOneTrunkOfTheCore(Service service) {
        for (String account : List.of("contoso", "fabrikam")) {
            CallOnPaper call = new CallOnPaper(TRUNKS);
            call.lookup = new Lookup.Held(CALLED, account, service, Optional.empty());
            call.invited();

            assertThat(call.all(CallEffect.FindTargets.class)).containsExactly(
                    new CallEffect.FindTargets(service.configName()));
            assertThat(((CallState.Inviting) call.state).facts().account()).contains(account);
        }
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    @Tag("F-1")
    @Tag("F-3")
    void theCallsOfEachServiceReachTheOneTrunkOfTheCore(Service service) {
        for (String account : List.of("contoso", "fabrikam")) {
            CallOnPaper call = new CallOnPaper(TRUNKS);
            call.lookup = new Lookup.Held("+441632960111", account, service, Optional.empty());
            call.on(from(service.configName()));

            assertThat(call.all(CallEffect.FindTargets.class)).containsExactly(new CallEffect.FindTargets("core"));
            assertThat(((CallState.Inviting) call.state).facts().account()).contains(account);
        }
    }

    /** Microsoft's test numbers call each other: out to the core, which brings the call back to us. */
    @Test
    @Tag("F-105")
    void aCallThatTheCoreBringsBackGoesToMicrosoft() {
        CallOnPaper out = new CallOnPaper();
        out.on(from("teams"));
        SipRequest sent = out.sentInvite().request();
        SipRequest back = sent.toBuilder()
                .requestUri(((SipUri) sent.requestUri()).withHostPort("192.0.2.1", 5060))
                .add(HeaderName.VIA, "SIP/2.0/UDP 10.0.0.9:5060;branch=z9hG4bKback")
                .build();

        CallOnPaper in = new CallOnPaper();
        in.on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, back, CallOnPaper.CORE_FLOW, "core", "core-1"));

        assertThat(in.all(CallEffect.FindTargets.class)).containsExactly(new CallEffect.FindTargets("teams"));
        assertThat(in.sentInvite().request().requestUri().text()).startsWith("sip:" + CALLED + "@127.0.0.1:5080");
        assertThat(in.sentInvite().request().from().uri().text()).startsWith("sip:+441632960111@");
    }

    /** Ringback is what a caller's network makes of 180 without a description: so the core hears just that. */
    @Test
    @Tag("TSP-118")
    void aRingingWithoutADescriptionIsTheCoresToMakeAudible() {
        CallOnPaper call = new CallOnPaper().invited().calleeSays(180, "");

        assertThat(call.responses(CallOnPaper.INVITE_TX)).singleElement().satisfies(ringing -> {
            assertThat(ringing.status()).isEqualTo(180);
            assertThat(ringing.hasBody()).isFalse();
        });
    }

    private static CallInput.InviteReceived from(String trunk) {
        return new CallInput.InviteReceived(CallOnPaper.INVITE_TX, CallOnPaper.request("INVITE",
                "sip:" + CALLED + "@192.0.2.1:5061", "<sip:+441632960111@teams.example>;tag=caller",
                "<sip:" + CALLED + "@192.0.2.1>", 1, CallOnPaper.OFFER), CallOnPaper.MPS_FLOW, trunk, "mps-1");
    }

    private static PeerGroup trunkOf(Service service) {
        return new PeerGroup(service.configName(), PeerGroup.Side.MPS, List.of("mps-udp"), Transport.UDP,
                Optional.empty(), Set.of(service), List.of("127.0.0.0/8"),
                List.of(new PeerGroup.Peer("mps-1", "127.0.0.1", 5080)));
    }
}
