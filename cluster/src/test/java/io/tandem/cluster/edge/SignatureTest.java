package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.TrunkProfile;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** TSP-70: on every request and response to Microsoft, and nowhere else. */
@Tag("TSP-70")
class SignatureTest {
    private static final HeaderName X_MS_SBC = HeaderName.of("X-MS-SBC");
    private static final SipRequest BYE = UdpEdgeIT.ours(SipMethod.BYE);

    private final Signature signature = new Signature(Optional.of("V/P/1"),
            List.of(group("core", Side.CORE, "core-udp", "both"), group("teams", Side.MPS, "mps-udp", "both")),
            flow -> Optional.of(new Sources.Sender(flow.remote().getPort() == 5080 ? "teams" : "core", "p")));

    @Test
    void whatGoesToMicrosoftNamesUs() {
        assertThat(signature.on(BYE, flow("mps-udp", 1)).headers().first(X_MS_SBC)).contains("V/P/1");
        SipResponse answer = SipResponse.to(BYE.withVia(Via.of("UDP", "h", 1, "z9hG4bKx")), 200)
                .toTag("t")
                .build();
        assertThat(signature.on(answer, flow("mps-udp", 1)).headers().first(X_MS_SBC)).contains("V/P/1");
    }

    @Test
    void whatGoesToTheCoreStaysTheVeryMessage() {
        assertThat(signature.on(BYE, flow("core-udp", 5080))).isSameAs(BYE);
    }

    @Test
    void onAListenerOfBothSidesTheTrunkDecides() {
        assertThat(signature.on(BYE, flow("both", 5080)).headers().contains(X_MS_SBC)).isTrue();
        assertThat(signature.on(BYE, flow("both", 5070)).headers().contains(X_MS_SBC)).isFalse();
    }

    @Test
    void whatNamesUsAlreadyIsNotNamedTwice() {
        SipRequest once = signature.on(BYE, flow("mps-udp", 1));
        assertThat(signature.on(once, flow("mps-udp", 1))).isSameAs(once);
    }

    @Test
    void aTrunkThatIsToldAnotherNameGetsThatOne() {
        PeerGroup other = named("other", "V/P/9", "mps-udp");
        Signature two = new Signature(Optional.of("V/P/1"), List.of(group("teams", Side.MPS, "mps-udp"), other,
                named("alone", "V/P/8", "mps-tcp")),
                flow -> flow.remote().getPort() == 1
                        ? Optional.empty()
                        : Optional.of(new Sources.Sender(flow.remote().getPort() == 5081 ? "other" : "teams", "p")));

        assertThat(two.on(BYE, flow("mps-udp", 5081)).headers().all(X_MS_SBC)).containsExactly("V/P/9");
        assertThat(two.on(BYE, flow("mps-udp", 5080)).headers().all(X_MS_SBC)).containsExactly("V/P/1");
        assertThat(two.on(BYE, flow("mps-udp", 1)).headers().all(X_MS_SBC)).containsExactly("V/P/1");
        assertThat(two.on(BYE, flow("mps-tcp", 1)).headers().all(X_MS_SBC)).containsExactly("V/P/8");
    }

    private static PeerGroup named(String name, String sbc, String listener) {
        PeerGroup plain = group(name, Side.MPS, listener);
        TrunkProfile.Proprietary proprietary = new TrunkProfile.Proprietary(Optional.of(sbc), true, Optional.empty(),
                Optional.empty(), Set.of(), Optional.empty());
        return new PeerGroup(plain.name(), plain.side(), plain.listeners(), plain.transport(), plain.defaultService(),
                plain.services(), plain.allowedSources(), plain.peers(), plain.security(), plain.rates(),
                plain.numbers(), plain.probing(), plain.rules(), new TrunkProfile(proprietary,
                        TrunkProfile.Identity.DEFAULT, TrunkProfile.Forwarding.NONE, Optional.empty()));
    }

    private static Flow flow(String listener, int port) {
        return Flow.to(listener, Transport.UDP, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    private static PeerGroup group(String name, Side side, String... listeners) {
        return new PeerGroup(name, side, List.of(listeners), Transport.UDP, Optional.empty(), Set.of(), List.of(),
                List.of(new Peer("p", "127.0.0.1", 5080)));
    }
}
