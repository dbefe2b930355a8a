package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallInput;
import io.tandem.cluster.TortureMessages;
import io.tandem.cluster.edge.EdgeConfig.StreamLimits;
import io.tandem.cluster.edge.EdgeLoops.Polling;
import io.tandem.sip.transaction.TransactionSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The messages of RFC 4475 over TCP: where Content-Length cuts the stream, what cannot be read is answered as in a
 * datagram and the connection serves on; where it does not, the connection ends (RFC 3261 §18.3).
 */
class Rfc4475OverTcpIT {
    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 (\\d{3}) ");
    private static final Map<String, byte[]> MESSAGES = TortureMessages.of("rfc4475");
    /** Those that leave nothing to cut the stream by; each has a test of its own. */
    private static final List<String> UNCUT = List.of("dblreq", "clerr", "ncl", "mcl01", "inv2543");

    /** Whether a number is ours is no matter of the edge: an INVITE that is in order is told to them (100). */
    private static final Map<Integer, List<String>> ANSWERED = Map.of(
            100, List.of("esc01", "baddate", "invut"),
            200, List.of("lwsdisp", "semiuri", "transports", "badaspec", "badbranch", "zeromf"),
            400, List.of("longreq", "badinv01", "scalar02", "quotbal", "ltgtruri", "lwsruri", "lwsstart", "trws",
                    "escruri", "baddn", "mismatch01", "mismatch02", "insuf", "multi01"),
            405, List.of("escnull", "mpart01", "regbadct", "unksm2", "regaut01", "cparam01", "cparam02", "regescrt"),
            406, List.of("sdp01"), 416, List.of("unkscm", "novelsc"), 420, List.of("bext01"), 481, List.of("wsinv"),
            501, List.of("intmeth", "esc02"), 505, List.of("badvers"));
    /** Responses to nothing of ours. */
    private static final List<String> SILENCE = List.of("unreason", "noreason", "scalarlg", "bigcode", "bcast");

    private EdgeFixture fixture;

    @BeforeEach
    void open() {
        fixture = EdgeFixture.start();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void allThatCanBeCutIsAnsweredOnOneConnectionOneAfterAnother() {
        Map<Integer, List<String>> answered = new TreeMap<>();
        List<String> silence = new ArrayList<>();
        try (TcpPeer peer = connect()) {
            MESSAGES.forEach((name, bytes) -> {
                if (!UNCUT.contains(name)) {
                    peer.send(bytes);
                    List<Integer> answers = answersUntilMarker(peer, name);
                    (answers.isEmpty() ? silence : answered.computeIfAbsent(answers.getLast(), _ -> new ArrayList<>()))
                            .add(
                                    name);
                }
            });
        }
        assertThat(answered).containsExactlyInAnyOrderEntriesOf(ANSWERED);
        assertThat(silence).isEqualTo(SILENCE);
    }

    /** §3.1.1.8: on a stream the second request is one, behind a line end that is ignored (RFC 3261 §7.5). */
    @Test
    void dblreqIsTwoRequests() {
        try (TcpPeer peer = connect()) {
            peer.send(MESSAGES.get("dblreq"));

            assertThat(status(text(peer))).isEqualTo(405);
            assertThat(status(text(peer))).isEqualTo(100);
            assertThat(fixture.calls.next(CallInput.InviteReceived.class).invite().callId()).startsWith(
                    "dblreq.0ha0isnda977644900765");
        }
    }

    /** §3.1.2.3 and §3.3.9: nobody knows where the next message begins. */
    @ParameterizedTest
    @ValueSource(strings = {"ncl", "mcl01"})
    void aLengthThatCutsNothingIsAnswered400AndEndsTheConnection(String name) {
        try (TcpPeer peer = connect()) {
            peer.send(MESSAGES.get(name));

            assertThat(status(text(peer))).isEqualTo(400);
            assertThat(peer.isClosedByGateway()).isTrue();
        }
        fixture.counts.awaitCount("closed FRAMING", 1);
        assertThat(fixture.calls.untold()).isTrue();
    }

    /** §3.1.2.2: more is waited for while it is bearable, and longer than a message may be it is not waited for. */
    @ParameterizedTest
    @CsvSource({"1000, IDLE", "9999, FRAMING"})
    void clerrEndsTheConnection(String length, String closed) {
        fixture.close();
        fixture = EdgeFixture.start(1, Polling.best(), TransactionSettings.DEFAULT,
                new StreamLimits(10, 10, 10, 1 << 20,
                        Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(150)));
        try (TcpPeer peer = connect()) {
            peer.send(new String(MESSAGES.get("clerr"), StandardCharsets.UTF_8).replace("9999", length));

            assertThat(peer.isClosedByGateway()).isTrue();
        }
        fixture.counts.awaitCount("closed " + closed, 1);
        assertThat(fixture.calls.untold()).isTrue();
    }

    /** §3.4.1: without Content-Length a stream's message has no body (RFC 3261 §18.3), and what follows is not SIP. */
    @Test
    void theBodyOfInv2543IsNone() {
        try (TcpPeer peer = connect()) {
            peer.send(MESSAGES.get("inv2543"));

            assertThat(status(text(peer))).isEqualTo(100);
            assertThat(peer.isClosedByGateway()).isTrue();
        }
        assertThat(fixture.calls.next(CallInput.InviteReceived.class).invite().hasBody()).isFalse();
        fixture.counts.awaitCount("closed FRAMING", 1);
    }

    private TcpPeer connect() {
        return TcpPeer.connect(fixture.tcpPort());
    }

    private static List<Integer> answersUntilMarker(TcpPeer peer, String name) {
        String marker = "marker-" + name;
        peer.send(Wire.request("OPTIONS", "TCP", peer.port())
                .replace("call-1@peer", marker)
                .replace("z9hG4bK", "z9hG4bK" + name));
        List<Integer> answers = new ArrayList<>();
        for (String answer = text(peer); !answer.contains(marker); answer = text(peer)) {
            answers.add(status(answer));
        }
        return answers;
    }

    private static String text(TcpPeer peer) {
        return new String(peer.receiveBytes(), StandardCharsets.UTF_8);
    }

    private static int status(String answer) {
        Matcher line = STATUS.matcher(answer);
        assertThat(line.lookingAt()).as(answer).isTrue();
        return Integer.parseInt(line.group(1));
    }
}
