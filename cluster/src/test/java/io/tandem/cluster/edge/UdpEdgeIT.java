package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallInput;
import io.tandem.cluster.edge.EdgeConfig.StreamLimits;
import io.tandem.cluster.edge.EdgeLoops.Polling;
import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkSetUp.Forwarded;
import io.tandem.port.TrunkSetUp.Redirects;
import io.tandem.port.TrunkSetUp.ReliableProvisional;
import io.tandem.port.CallId;
import io.tandem.port.EdgeListener;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Side;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Uri;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.TransactionListener;
import io.tandem.sip.transaction.TransactionSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpEdgeIT {
    private static final CallId CALL = new CallId("7z000000000000000000");

    private EdgeFixture fixture;
    private UdpPeer peer;

    @BeforeEach
    void open() {
        fixture = EdgeFixture.start();
        peer = fixture.udpPeer();
    }

    @AfterEach
    void close() {
        peer.close();
        fixture.close();
    }

    @Test
    void anInviteIsAnsweredTryingAndStartsACallOfTheTrunkThatItCameFrom() {
        peer.send(Wire.invite(peer.port()));
        assertThat(response().status()).isEqualTo(100);
        RecordingCalls.Told told = fixture.calls.next();
        CallInput.InviteReceived invite = (CallInput.InviteReceived) told.input();
        assertThat(CallId.shardOf(told.call().value())).isEqualTo("73");
        assertThat(told.thread()).startsWith("tandem-edge-");
        assertThat(invite.peerGroup()).isEqualTo("core");
        assertThat(invite.peer()).isEqualTo("core-1");
        assertThat(invite.flow()).isEqualTo(new Flow(EdgeFixture.UDP, Transport.UDP, peer.address(), 0));
    }

    @Test
    void aRetransmittedInviteIsAbsorbedAndGetsTheLastAnswerAgain() {
        CallInput.InviteReceived invite = invite();
        respond(invite, 180);
        assertThat(response().status()).isEqualTo(180);
        peer.send(Wire.invite(peer.port()));
        assertThat(response().status()).isEqualTo(180);
        fixture.counts.awaitCount("retransmissionReceived INVITE", 1);
        assertThat(fixture.calls.untold()).isTrue();
    }

    @Test
    @Tag("TRAP-27")
    void theAnswerLeavesFromTheSocketThatTheInviteCameTo() {
        respond(invite(), 200);
        assertThat(response().status()).isEqualTo(200);
        assertThat(peer.lastSource().getPort()).isEqualTo(fixture.udpPort());
    }

    @Test
    @Tag("TRAP-27")
    @Tag("TSP-7")
    void ofTwoListenersTheOneThatWasAskedAnswers() {
        PeerGroup both = new PeerGroup("core", Side.CORE, List.of("a", "b"), Transport.UDP, Optional.empty(), Set.of(),
                List.of("127.0.0.1/32"), List.of(new PeerGroup.Peer("core-1", "127.0.0.1", 5070)));
        EdgeConfig config = new EdgeConfig(1,
                List.of(EdgeFixture.listener("a", Transport.UDP), EdgeFixture.listener("b",
                        Transport.UDP)),
                List.of(both), TransactionSettings.DEFAULT, ParseLimits.DEFAULT, StreamLimits.DEFAULT);
        SipEdgeHost edge = SipEdgeHost.create(config, fixture.loops, EdgeListener.NONE, TransactionListener.NONE);
        assertThat(edge.start(fixture.calls)).isInstanceOf(EdgeStart.Started.class);
        try {
            for (String asked : List.of("a", "b")) {
                int port = edge.advertised(asked).port();
                try (UdpPeer one = new UdpPeer("127.0.0.1", port)) {
                    one.send(Wire.request("OPTIONS", "UDP", one.port()).replace("call-1", "call-" + asked));
                    assertThat(((SipResponse) one.receive()).status()).isEqualTo(200);
                    assertThat(one.lastSource().getPort()).isEqualTo(port);
                }
            }
        } finally {
            edge.stop();
        }
    }

    @Test
    void aRefusalIsRetransmittedUntilItsAckWhichIsAbsorbed() {
        CallInput.InviteReceived invite = invite();
        respond(invite, 486);
        SipResponse busy = response();
        assertThat(busy.status()).isEqualTo(486);
        assertThat(response().status()).isEqualTo(486); // timer G, half a second later
        peer.send(Wire.request("ACK", "sip:+4930111@127.0.0.1", "UDP", peer.port(), "z9hG4bKINVITE1",
                busy.toTag().orElseThrow()));
        assertThat(peer.hearsNothingFor(1_200)).isTrue();
        assertThat(fixture.calls.untold()).isTrue();
    }

    @Test
    void theAckToAnAnswerAndTheByeReachTheCallThatOurTagNames() {
        CallInput.InviteReceived invite = invite();
        respond(invite, 200);
        response();
        peer.send(inDialog("ACK", "z9hG4bKack"));
        assertThat(fixture.calls.next().call()).isEqualTo(CALL);
        peer.send(inDialog("BYE", "z9hG4bKbye"));
        RecordingCalls.Told bye = fixture.calls.next();
        assertThat(bye.call()).isEqualTo(CALL);
        CallInput.RequestReceived received = (CallInput.RequestReceived) bye.input();
        fixture.edge.respond(received.transaction(), SipResponse.to(received.request(), 200).build());
        assertThat(response().cseq().method()).isEqualTo(SipMethod.BYE);
    }

    @Test
    void aCancelIsAnsweredAndReachesTheCallOfItsInvite() {
        peer.send(Wire.invite(peer.port()));
        response();
        RecordingCalls.Told invite = fixture.calls.next();
        peer.send(Wire.request("CANCEL", "sip:+4930111@127.0.0.1", "UDP", peer.port(), "z9hG4bKINVITE1", ""));
        assertThat(response().status()).isEqualTo(200);
        RecordingCalls.Told cancel = fixture.calls.next();
        assertThat(cancel.call()).isEqualTo(invite.call());
        assertThat(cancel.input()).isInstanceOf(CallInput.CancelReceived.class);
    }

    @Test
    void aCancelOfNothingIsAnswered481() {
        peer.send(Wire.request("CANCEL", "UDP", peer.port()));
        assertThat(response().status()).isEqualTo(481);
        assertThat(fixture.calls.untold()).isTrue();
    }

    @Test
    void aReInviteThatIsCancelledIsFoundByOurTag() {
        peer.send(inDialog("INVITE", "z9hG4bKre"));
        assertThat(response().status()).isEqualTo(100);
        assertThat(fixture.calls.next().input()).isInstanceOf(CallInput.RequestReceived.class);
        peer.send(inDialog("CANCEL", "z9hG4bKre"));
        assertThat(response().status()).isEqualTo(200);
        assertThat(fixture.calls.next().call()).isEqualTo(CALL);
    }

    @ParameterizedTest
    @CsvSource({"REGISTER,405,METHOD_NOT_ALLOWED", "SUBSCRIBE,405,METHOD_NOT_ALLOWED",
            "MESSAGE,405,METHOD_NOT_ALLOWED", "PUBLISH,405,METHOD_NOT_ALLOWED", "REFER,481,NO_DIALOG",
            "NOTIFY,481,NO_DIALOG", "INFO,481,NO_DIALOG", "BYE,481,NO_DIALOG", "FROBNICATE,501,METHOD_UNKNOWN"})
    void whatStartsNoCallIsRefusedAndCounted(String method, int status, String refusal) {
        peer.send(Wire.request(method, "UDP", peer.port()));
        SipResponse refused = response();
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.toTag()).isPresent();
        assertThat(refused.headers().contains(HeaderName.ALLOW)).isEqualTo(status == 405);
        fixture.counts.awaitCount("refused " + refusal, 1);
        assertThat(fixture.calls.untold()).isTrue();
    }

    @Test
    void anInviteWithoutAHopLeftIsRefused483() {
        peer.send(Wire.invite(peer.port(), "Max-Forwards: 0"));
        assertThat(finalResponse().status()).isEqualTo(483);
        fixture.counts.awaitCount("refused MAX_FORWARDS", 1);
    }

    @Test
    void anExtensionThatWeHaveNotIsRefusedByName() {
        peer.send(Wire.invite(peer.port(), "Require: 100rel, frob"));
        SipResponse refused = finalResponse();
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.headers().values(HeaderName.UNSUPPORTED)).containsExactly("frob");
        fixture.counts.awaitCount("refused EXTENSION", 1);
    }

    @Test
    void aUriOfAnotherSchemeIsRefused416() {
        peer.send(Wire.request("INVITE", "mailto:a@example.org", "UDP", peer.port(), "z9hG4bKx", ""));
        assertThat(finalResponse().status()).isEqualTo(416);
        fixture.counts.awaitCount("refused URI_SCHEME", 1);
    }

    /** RFC 3261 §21.4.7, RFC 4475 §3.3.15. */
    @ParameterizedTest
    @CsvSource({"text/nobodyKnowsThis, 406", "'text/plain, image/gif;q=0.5', 406",
            "'text/plain, Application/SDP; level=1', 0",
            "*/*;q=0.1, 0", "application/*, 0", "'', 0"})
    void anInviteThatTakesNoSessionDescriptionIsRefused406(String accept, int status) {
        peer.send(Wire.invite(peer.port(), "Accept: " + accept));
        if (status == 0) {
            assertThat(fixture.calls.next(CallInput.InviteReceived.class)).isNotNull();
        } else {
            SipResponse refused = finalResponse();
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.headers().values(HeaderName.ACCEPT)).containsExactly("application/sdp");
            fixture.counts.awaitCount("refused NOT_ACCEPTABLE", 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"70", "0"})
    @Tag("TSP-45")
    void optionsSayWhatWeTake(String hops) {
        peer.send(Wire.request("OPTIONS", "UDP", peer.port(), "Max-Forwards: " + hops));
        SipResponse options = response();
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.headers().firstOr(HeaderName.ALLOW, "")).contains("INVITE").contains("BYE");
        assertThat(options.headers().firstOr(HeaderName.ACCEPT, "")).isEqualTo("application/sdp");
        assertThat(options.headers().contains(HeaderName.SUPPORTED)).isTrue();
        fixture.counts.awaitCount("optionsAnswered", 1);
    }

    @Test
    @Tag("TSP-110")
    @Tag("TSP-116")
    void optionsAndRefusedMethodsNameOnlyWhatTheTrunkOfTheirSenderTakes() {
        TrunkSetUp plain = new TrunkSetUp(ReliableProvisional.OFF, Forwarded.RELAYED, Redirects.PASSED, true, false);
        try (EdgeFixture other = EdgeFixture.start(plain); UdpPeer asking = other.udpPeer()) {
            asking.send(Wire.request("OPTIONS", "UDP", asking.port()));
            SipResponse options = (SipResponse) asking.receive();
            assertThat(options.headers().values(HeaderName.ALLOW)).contains("INVITE", "UPDATE").doesNotContain("REFER");
            assertThat(options.headers().values(HeaderName.SUPPORTED)).contains("replaces").doesNotContain("100rel");
            asking.send(Wire.request("SUBSCRIBE", "UDP", asking.port()).replace("call-1", "call-2"));
            SipResponse refused = (SipResponse) asking.receive();
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.headers().values(HeaderName.ALLOW)).contains("INVITE").doesNotContain("REFER");
        }
        peer.send(Wire.request("OPTIONS", "UDP", peer.port()));
        SipResponse usual = response();
        assertThat(usual.headers().values(HeaderName.ALLOW)).contains("REFER");
        assertThat(usual.headers().values(HeaderName.SUPPORTED)).contains("100rel");
    }

    @Test
    @Tag("TRAP-2")
    @Tag("TRAP-6")
    void aRequestWithATagThatIsNotOursIsRefused481AndAnAckIsDropped() {
        peer.send(Wire.request("ACK", "sip:x@127.0.0.1", "UDP", peer.port(), "z9hG4bKa", "theirs"));
        fixture.counts.awaitCount("unmatched", 1);
        peer.send(Wire.request("BYE", "sip:x@127.0.0.1", "UDP", peer.port(), "z9hG4bKb", "theirs"));
        assertThat(response().status()).isEqualTo(481);
        fixture.counts.awaitCount("refused NO_DIALOG", 1);
        assertThat(fixture.calls.untold()).isTrue();
    }

    @Test
    void aRequestThatCameOnTwoWaysIsMerged482() {
        invite();
        peer.send(Wire.request("INVITE", "sip:+4930111@127.0.0.1", "UDP", peer.port(), "z9hG4bKother", ""));
        assertThat(finalResponse().status()).isEqualTo(482);
        fixture.counts.awaitCount("merged", 1);
    }

    @Test
    void aStrangersDatagramIsDroppedUnread() {
        try (UdpPeer stranger = new UdpPeer("127.0.0.2", fixture.udpPort())) {
            stranger.send(Wire.invite(stranger.port()));
            fixture.counts.awaitCount("sourceRefused", 1);
            assertThat(stranger.hearsNothingFor(50)).isTrue();
        }
        assertThat(fixture.calls.untold()).isTrue();
    }

    static Stream<Arguments> malformed() {
        String invite = Wire.invite(5070);
        return Stream.of(
                Arguments.of(400, "REPEATED_HEADER",
                        invite.replace("CSeq: 1 INVITE\r\n", "CSeq: 1 INVITE\r\nCSeq: 2 INVITE\r\n")),
                Arguments.of(400, "METHOD_MISMATCH",
                        invite.replace("CSeq: 1 INVITE", "CSeq: 1 BYE")),
                Arguments.of(400, "CONTENT_LENGTH",
                        invite.replace("Content-Length: 0", "Content-Length: 100")),
                Arguments.of(505, "VERSION",
                        invite.replaceFirst("SIP/2.0\r\n", "SIP/3.0\r\n")),
                Arguments.of(414, "URI_TOO_LONG",
                        invite.replaceFirst("4930111", "1".repeat(300))),
                Arguments.of(513, "MESSAGE_TOO_LARGE",
                        invite.replace("Content-Length: 0\r\n", "Subject: " + "x".repeat(12_000) + "\r\n")),
                Arguments.of(513, "MESSAGE_TOO_LARGE", invite.replace(
                        "Content-Length: 0\r\n\r\n", "Content-Length: 20000\r\n\r\n" + "x".repeat(20_000))));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    @Tag("F-133")
    @Tag("F-135")
    void aBadRequestIsAnsweredWhereItCanBe(int status, String problem, String text) {
        peer.send(text.replace("127.0.0.1:5070;", "127.0.0.1:" + peer.port() + ";"));
        SipResponse refused = response();
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.toTag()).isPresent();
        fixture.counts.awaitCount("malformed " + problem + " answered", 1);
        assertThat(fixture.calls.untold()).isTrue();
    }

    @Test
    void aBadRequestIsAnsweredWhereRportSaysSo() {
        peer.send(Wire.invite(9).replace("branch=", "rport;branch=").replace("CSeq: 1 INVITE", "CSeq: 1 BYE"));
        SipResponse refused = response();
        assertThat(refused.topVia().rport()).contains(Integer.toString(peer.port()));
        assertThat(refused.topVia().received()).contains("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise", "SIP/2.0 200 OK\r\n\r\n", "ACK sip:x@y SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n\r\n"})
    void badThingsThatNobodyWaitsForAreDroppedAndCounted(String text) {
        peer.send(text);
        assertThat(peer.hearsNothingFor(50)).isTrue();
        peer.send(Wire.request("OPTIONS", "UDP", peer.port())); // and the edge goes on
        assertThat(response().status()).isEqualTo(200);
    }

    @Test
    void keepAlivesAreCountedAndNotAnswered() {
        peer.send("\r\n\r\n");
        fixture.counts.awaitCount("keepAlive", 1);
        assertThat(peer.hearsNothingFor(50)).isTrue();
    }

    @Test
    @Tag("TRAP-7")
    void aRequestOfOursCarriesOurViaAndItsResponseReachesTheCall() {
        ClientTransactionId id = new ClientTransactionId("z9hG4bKours", SipMethod.INVITE);
        fixture.edge.request(CALL, id, ours(SipMethod.INVITE), toPeer());
        SipRequest sent = (SipRequest) peer.receive();
        assertThat(sent.topVia().host()).isEqualTo("127.0.0.1");
        assertThat(sent.topVia().port()).isEqualTo(fixture.udpPort());
        assertThat(sent.topVia().branch()).contains("z9hG4bKours");
        assertThat(peer.lastSource().getPort()).isEqualTo(fixture.udpPort());
        peer.send(SipResponse.to(sent, 180).toTag("theirs").build().toBytes());
        RecordingCalls.Told told = fixture.calls.next();
        assertThat(told.call()).isEqualTo(CALL);
        CallInput.ResponseReceived ringing = (CallInput.ResponseReceived) told.input();
        assertThat(ringing.transaction()).isEqualTo(id);
        assertThat(ringing.response().status()).isEqualTo(180);

        fixture.edge.cancel(id, Headers.builder().build());
        SipRequest cancel = (SipRequest) peer.receive();
        assertThat(cancel.method()).isEqualTo(SipMethod.CANCEL);
        assertThat(cancel.topVia().branch()).contains("z9hG4bKours"); // TRAP-7
    }

    @Test
    @Tag("TRAP-4")
    void aRequestOfOursIsRepeatedUntilItIsAnswered() {
        fixture.edge.request(CALL, new ClientTransactionId("z9hG4bKbye", SipMethod.BYE), ours(SipMethod.BYE), toPeer());
        SipRequest first = (SipRequest) peer.receive();
        SipRequest again = (SipRequest) peer.receive();
        assertThat(again.toBytes()).isEqualTo(first.toBytes());
        peer.send(SipResponse.to(again, 200).build().toBytes());
        assertThat(fixture.calls.next(CallInput.ResponseReceived.class).response().status()).isEqualTo(200);
        assertThat(peer.hearsNothingFor(1_500)).isTrue();
    }

    @Test
    @Tag("TRAP-3")
    void aLateAnswerIsBroughtToTheCallThatItsFromTagNames() {
        SipRequest invite = ours(SipMethod.INVITE);
        SipRequest sent = invite.withVia(Via.of("UDP", "127.0.0.1", fixture.udpPort(), "z9hG4bKold"));
        peer.send(SipResponse.to(sent, 200).toTag("theirs").build().toBytes());
        RecordingCalls.Told stray = fixture.calls.next();
        assertThat(stray.call()).isEqualTo(CALL);
        assertThat(stray.input()).isInstanceOf(CallInput.StrayAnswerReceived.class);
    }

    @Test
    void whatCannotBeSentFailsItsOwnTransactionOnly() {
        Flow nowhere = Flow.to(EdgeFixture.TCP, Transport.UDP, peer.address()); // no such socket
        ClientTransactionId id = new ClientTransactionId("z9hG4bKlost", SipMethod.INVITE);
        fixture.edge.request(CALL, id, ours(SipMethod.INVITE), nowhere);
        assertThat(fixture.calls.next(CallInput.TransportFailed.class).transaction()).isEqualTo(id);
        fixture.counts.awaitCount("sendFailed", 1);
    }

    @Test
    void aMessageTooLongForADatagramFailsItsOwnTransactionOnly() {
        ClientTransactionId well = new ClientTransactionId("z9hG4bKwell", SipMethod.INVITE);
        fixture.edge.request(CALL, well, ours(SipMethod.INVITE), toPeer());
        ClientTransactionId id = new ClientTransactionId("z9hG4bKlong", SipMethod.INVITE);
        SipRequest tooLong = ours(SipMethod.INVITE).toBuilder().body("text/plain", new byte[66_000]).build();
        fixture.edge.request(CALL, id, tooLong, toPeer());
        assertThat(fixture.calls.next(CallInput.TransportFailed.class).transaction()).isEqualTo(id);
        fixture.counts.awaitCount("overLimit DATAGRAM", 1);
        assertThat(fixture.calls.untold()).isTrue();
    }

    @Test
    void moreTransactionsThanMayBeAreRefused503() {
        fixture.close();
        fixture = EdgeFixture.start(1, Polling.best(), TransactionSettings.DEFAULT.withBounds(1, 10),
                StreamLimits.DEFAULT);
        try (UdpPeer caller = fixture.udpPeer()) {
            caller.send(Wire.invite(caller.port()));
            assertThat(((SipResponse) caller.receive()).status()).isEqualTo(100);
            caller.send(Wire.invite(caller.port()).replace("z9hG4bKINVITE1", "z9hG4bK2").replace("call-1", "call-2"));
            assertThat(((SipResponse) caller.receive()).status()).isEqualTo(503);
            fixture.counts.awaitCount("overLimit SERVER_TRANSACTIONS", 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"2,EPOLL", "3,NIO", "1,NIO"})
    void aCallWorksWhicheverLoopItsMessagesMeet(int loops, Polling polling) {
        fixture.close();
        fixture = EdgeFixture.start(loops, polling, TransactionSettings.DEFAULT, StreamLimits.DEFAULT);
        for (int i = 0; i < 8; i++) { // other ports, other Call-IDs, other branches: other loops
            try (UdpPeer caller = fixture.udpPeer(); UdpPeer callee = fixture.udpPeer()) {
                String callId = "call-" + i + "@peer";
                caller.send(Wire.invite(caller.port()).replace("call-1@peer", callId));
                assertThat(((SipResponse) caller.receive()).status()).isEqualTo(100);
                CallInput.InviteReceived invite = fixture.calls.next(CallInput.InviteReceived.class);
                ClientTransactionId id = new ClientTransactionId("z9hG4bKout" + i, SipMethod.INVITE);
                fixture.edge.request(CALL, id, ours(SipMethod.INVITE),
                        Flow.to(EdgeFixture.UDP, Transport.UDP, callee.address()));
                SipRequest sent = (SipRequest) callee.receive();
                callee.send(SipResponse.to(sent, 200).toTag("callee").build().toBytes());
                assertThat(fixture.calls.next(CallInput.ResponseReceived.class).transaction()).isEqualTo(id);
                respond(invite, 200);
                assertThat(((SipResponse) caller.receive()).status()).isEqualTo(200);
                caller.send(Wire.request("ACK", "sip:x@127.0.0.1", "UDP", caller.port(), "z9hG4bKack" + i,
                        CALL.tag(0)).replace("call-1@peer", callId));
                assertThat(fixture.calls.next().input()).isInstanceOf(CallInput.AckReceived.class);
            }
        }
        assertThat(fixture.counts.count("retransmissionReceived INVITE")).isZero();
    }

    private CallInput.InviteReceived invite() {
        peer.send(Wire.invite(peer.port()));
        assertThat(response().status()).isEqualTo(100);
        return fixture.calls.next(CallInput.InviteReceived.class);
    }

    private void respond(CallInput.InviteReceived invite, int status) {
        fixture.edge.respond(invite.transaction(), SipResponse.to(invite.invite(), status).toTag(CALL.tag(0)).build());
    }

    private SipResponse response() {
        return (SipResponse) peer.receive();
    }

    private SipResponse finalResponse() {
        SipResponse response = response();
        while (response.provisional()) {
            response = response();
        }
        return response;
    }

    private String inDialog(String method, String branch) {
        return Wire.request(method, "sip:tandem@127.0.0.1", "UDP", peer.port(), branch, CALL.tag(0));
    }

    private Flow toPeer() {
        return Flow.to(EdgeFixture.UDP, Transport.UDP, peer.address());
    }

    static SipRequest ours(SipMethod method) {
        return SipRequest.builder(method, Uri.parse("sip:+4930333@127.0.0.1").orElseThrow())
                .maxForwards(70)
                .set(
                        HeaderName.FROM, "<sip:+4930222@127.0.0.1>;tag=" + CALL.tag(1))
                .set(HeaderName.TO,
                        "<sip:+4930333@127.0.0.1>")
                .set(HeaderName.CALL_ID, "ours-1")
                .set(HeaderName.CSEQ,
                        "1 " + method)
                .build();
    }
}
