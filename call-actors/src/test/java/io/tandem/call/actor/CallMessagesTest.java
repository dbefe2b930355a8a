package io.tandem.call.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.tandem.call.Attempt;
import io.tandem.call.CallInput;
import io.tandem.call.CallView;
import io.tandem.call.FarSide;
import io.tandem.call.Transferral;
import io.tandem.interworking.Replaces;
import io.tandem.media.session.SessionStats;
import io.tandem.media.session.SessionStats.EndStats;
import io.tandem.port.CallId;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.port.actor.WireSamples;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.route.FarName;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What calls are told from other nodes, and what they say there. */
class CallMessagesTest {
    private static final CallId CALL = new CallId("0a234567890123456789");
    private static final ServerTransactionId ASKED = new ServerTransactionId(445_566_778_899L, 12);
    private static final ClientTransactionId ASKING = new ClientTransactionId("z9hG4bK-1", SipMethod.of("BYE"));
    private static final Flow WAY = new Flow("core-udp", Transport.UDP, new InetSocketAddress("192.0.2.7", 5060), 0, "",
            Optional.of(new FarName("sbc.example.com", -1)));
    private static final Flow SECURE = new Flow("mps-tls", Transport.TLS, new InetSocketAddress("2001:db8::7", 5061), 0,
            "teams");
    private static final Replaces DIALOG = new Replaces("a84b4c76e66710", "0a234567890123456789-0", "1928301774",
            false);

    /** Inputs of the call's own node: answers to its orders, its timers, what its journal said. */
    private static final Set<Class<?>> OWN = Set.of(CallInput.NumberFound.class, CallInput.TargetsFound.class,
            CallInput.MediaAnswered.class, CallInput.MediaSilent.class, CallInput.TimerExpired.class,
            CallInput.JournalFailed.class);

    private static ActorTestKit kit;
    private static WireSamples wire;

    @BeforeAll
    static void start() throws IOException {
        kit = ActorTestKit.create(ConfigFactory.parseString("""
                pekko.actor.provider = remote
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                """).withFallback(ConfigFactory.load()));
        wire = WireSamples.of(kit.system(), "/wire/calls.properties");
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void everyInputOfACallEitherCrossesNodesOrStaysOnItsOwn() {
        Set<Class<?>> known = new HashSet<>(CallMessageSerializer.INPUTS.values());
        known.addAll(OWN);

        assertThat(known).containsExactlyInAnyOrder(CallInput.class.getPermittedSubclasses());
        assertThat(CallMessageSerializer.INPUTS.values()).doesNotContainAnyElementsOf(OWN);
    }

    @Test
    void everyMessageOfCallsArrivesAsItWasSent() {
        messages().forEach((name, message) -> wire.assertArrives(name, message, asBytes()));
    }

    @Test
    void everyMessageOfCallsHasASample() {
        Set<Class<?>> sampled = new HashSet<>();
        messages().values()
                .forEach(message -> sampled.add(message instanceof CallActor.Input(CallInput input, _)
                        ? input.getClass()
                        : message.getClass()));

        assertThat(sampled).containsAll(CallMessageSerializer.INPUTS.values())
                .containsAll(CallMessageSerializer.OTHERS.values());
    }

    /** Two builds in one cluster: what an older one sends is read for as long as the two may meet. */
    @Test
    void whatOlderBuildsSendIsStillRead() {
        wire.assertRead(messages(), asBytes());
        wire.assertMoreIsLeft(messages(), asBytes());
    }

    @Test
    void aNewerBuildsFurtherComponentsAreLeftAndAnOlderOnesMissingOnesAreEmpty() {
        assertThat(wire.read(CallMessageSerializer.class, "hang-up", Map.of("reason", "r", "by", "new")))
                .isEqualTo(new CallActor.Input(new CallInput.HangUp("r"), true));
        assertThat(wire.read(CallMessageSerializer.class, "viewed", Map.of()))
                .isEqualTo(new CallActor.Viewed(Optional.empty()));
        Object view = wire.read(CallMessageSerializer.class, "viewed",
                Map.of("call", Map.of("id", CALL.value(), "state", "Talking")));
        assertThat(view).isInstanceOfSatisfying(CallActor.Viewed.class,
                viewed -> assertThat(viewed.call().orElseThrow()).satisfies(call -> {
                    assertThat(call.id()).isEqualTo(CALL);
                    assertThat(call.legs()).isEmpty();
                    assertThat(call.account()).isEmpty();
                    assertThat(call.decision()).isEmpty();
                }));
    }

    @Test
    void anInputOfACallsOwnNodeIsNoMessageBetweenNodes() {
        CallInput own = new CallInput.JournalFailed("full", new CallInput.HangUp("by hand"));

        assertThatThrownBy(() -> wire.write(new CallActor.Input(own))).hasMessageContaining("no message between nodes");
        assertThatThrownBy(() -> wire.write(new CallActor.Own(own))).hasMessageContaining("no message between nodes");
    }

    /** The other node has a connection of its own of that number, which leads elsewhere. */
    @Test
    @Tag("TRAP-38")
    void aConnectionStaysOnItsNodeAndTheAddressThatItLedToGoes() {
        Flow connected = new Flow("core-tcp", Transport.TCP, new InetSocketAddress("192.0.2.7", 40_123), 17, "");
        Object read = wire.arrived(new CallActor.Input(new CallInput.RequestReceived(ASKED, bye(), connected)));

        assertThat(read).isInstanceOfSatisfying(CallActor.Input.class,
                input -> assertThat(((CallInput.RequestReceived) input.input()).flow()).isEqualTo(
                        Flow.to("core-tcp", Transport.TCP, new InetSocketAddress("192.0.2.7", 40_123))));
    }

    @Test
    void aMessageToACallOfAnotherNodeGoesInItsEnvelope() {
        CallInput told = new CallInput.HangUp("by hand");

        assertThat(wire.arrived(new ShardingEnvelope<>(CALL.value(), new CallActor.Input(told)))).isEqualTo(
                new ShardingEnvelope<>(CALL.value(), new CallActor.Input(told, true)));
    }

    private static RecursiveComparisonConfiguration asBytes() {
        return RecursiveComparisonConfiguration.builder()
                .withEqualsForType((one, other) -> Arrays.equals(one.toBytes(), other.toBytes()), SipRequest.class)
                .withEqualsForType((one, other) -> Arrays.equals(one.toBytes(), other.toBytes()), SipResponse.class)
                .withStrictTypeChecking(true)
                .build();
    }

    private static Map<String, Object> messages() {
        Map<String, Object> all = new LinkedHashMap<>();
        inputs().forEach((name, input) -> all.put(name, new CallActor.Input(input, true)));
        ActorRef<CallActor.Viewed> asker = ActorRefResolver.get(kit.system())
                .resolveActorRef("pekko://tandem@192.0.2.1:25520/temp/asker$a");
        all.put("view-1", new CallActor.View(asker));
        all.put("viewed-1", new CallActor.Viewed(Optional.of(view(List.of(), Optional.empty()))));
        all.put("viewed-2", new CallActor.Viewed(Optional.of(view(List.of("callee"), Optional.empty()))));
        all.put("viewed-3", new CallActor.Viewed(Optional.of(view(List.of(),
                Optional.of(new CallView.Mos(Optional.of(4.4), Optional.empty()))))));
        all.put("viewed-none-1", new CallActor.Viewed(Optional.empty()));
        all.put("stop-1", CallActor.Stop.INSTANCE);
        return all;
    }

    private static Map<String, CallInput> inputs() {
        Map<String, CallInput> all = new LinkedHashMap<>();
        all.put("invite-received-1", new CallInput.InviteReceived(ASKED, request("INVITE"), WAY, "core", "core-1"));
        all.put("request-received-1", new CallInput.RequestReceived(ASKED, bye(), SECURE));
        all.put("ack-received-1", new CallInput.AckReceived(request("ACK")));
        all.put("cancel-received-1", new CallInput.CancelReceived(ASKED, request("CANCEL")));
        all.put("response-received-1", new CallInput.ResponseReceived(ASKING, ok(), WAY));
        all.put("stray-answer-received-1", new CallInput.StrayAnswerReceived(ok(), WAY));
        all.put("transaction-timed-out-1", new CallInput.TransactionTimedOut(ASKING));
        all.put("transport-failed-1", new CallInput.TransportFailed(ASKING, "refused", true));
        all.put("ack-missing-1", new CallInput.AckMissing(ASKED));
        all.put("far-side-asked-1", new CallInput.FarSideAsked(CALL, DIALOG, "teams"));
        all.put("far-side-found-1", new CallInput.FarSideFound(DIALOG,
                new FarSide.Replaceable(new Replaces("b1", "t2", "t1", true),
                        SipUri.of("+441632960000", "192.0.2.8", 5070),
                        new Target("core", "core-1", "192.0.2.8", 5070, WAY), "+441632960000")));
        all.put("far-side-unavailable-1",
                new CallInput.FarSideFound(DIALOG, new FarSide.Unavailable(481, "no such dialog")));
        all.put("far-side-returned-1", new CallInput.FarSideReturned(CALL));
        all.put("hang-up-1", new CallInput.HangUp("ended by the operator"));
        all.put("stopping-1", new CallInput.Stopping("the node stops"));
        all.put("resumed-1", new CallInput.Resumed());
        return all;
    }

    private static CallView view(List<String> silent, Optional<CallView.Mos> mos) {
        Instant at = Instant.parse("2026-11-27T07:00:00.123456Z");
        EndStats figures = new EndStats("192.0.2.1:20000", "10.0.0.9:4000", true, 50, 8_000, 49, 7_840, 1, 0, 0, 0.25,
                1,
                1);
        return new CallView(CALL, "Ended", at, Optional.of(at.plusSeconds(3)), Optional.of(at.plusSeconds(9)),
                "+441632960111", "+441632960000", Optional.of("acme"), Optional.of("oc"),
                "teams: it serves the service",
                List.of(new Attempt(1, "mps-1", Attempt.Outcome.UNAVAILABLE, 503, "Busy")),
                List.of(new Transferral(1, "mps-2", "teams", 3, "+441632960222", 200, "")), true,
                Optional.of(new CallView.EndCause("caller", 200, 16, "normal clearing")),
                List.of(new CallView.LegView(0, "caller", "Confirmed", "core", "core-1", "a84b", "l", "r", -1, 2,
                        List.of("<sip:p.example;lr>"), "sip:192.0.2.8:5070")),
                Optional.of(new CallView.MediaView(List.of("PCMA"), List.of("caller"), silent,
                        Optional.of(new SessionStats(figures, figures)), mos)),
                List.of(new CallView.TimelineEntry(at, "over")),
                List.of(new CallView.TraceEntry(at, 0, true, "INVITE", "1 INVITE", true, false)));
    }

    private static SipRequest bye() {
        return request("BYE");
    }

    private static SipRequest request(String method) {
        return (SipRequest) message(method + " sip:0a234567890123456789@192.0.2.1:5060 SIP/2.0\r\n", method);
    }

    private static SipResponse ok() {
        return (SipResponse) message("SIP/2.0 200 Said so\r\n", "BYE");
    }

    private static SipMessage message(String start, String method) {
        byte[] bytes = (start + """
                Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK-9\r
                Max-Forwards: 70\r
                From: "Ann" <sip:+441632960111@192.0.2.7>;tag=1928301774\r
                To: <sip:+441632960000@192.0.2.1>;tag=0a234567890123456789-0\r
                Call-ID: a84b4c76e66710\r
                CSeq: 2 %s\r
                X-Unknown: kept   as it is\r
                Content-Length: 0\r
                \r
                """.formatted(method)).getBytes(StandardCharsets.UTF_8);
        return ((ParseResult.Parsed) SipParser.parse(bytes)).message();
    }
}
