package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.TortureMessages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The 49 messages of RFC 4475, each as a datagram at a running node from a source that may send: what its section has a
 * user agent answer is what comes, or nothing where nothing may. The node is no registrar: it says so to each REGISTER
 * that it can read, whatever else a registrar would say to it.
 */
class Rfc4475OverUdpIT {
    private static final int SILENCE = TorturedNode.SILENCE;
    private static final Map<String, Integer> ANSWERS = answers();

    @TempDir
    private Path folder;

    private static Map<String, Integer> answers() {
        Map<String, Integer> answers = new LinkedHashMap<>();
        answers.put("wsinv", 481); // its To has a tag, of no dialog that we know
        answers.put("intmeth", 501);
        answers.put("esc01", 404); // a user that is no number of ours
        answers.put("escnull", 405);
        answers.put("esc02", 501); // RE%47IST%45R is not REGISTER
        answers.put("lwsdisp", 200);
        answers.put("longreq", 400); // valid, and over our limits (F-134)
        answers.put("dblreq", 405);
        answers.put("semiuri", 200);
        answers.put("transports", 200);
        answers.put("mpart01", 405);
        answers.put("unreason", SILENCE); // a 200 of no INVITE of ours
        answers.put("noreason", SILENCE);
        answers.put("badinv01", 400); // as far as its Via can be read
        answers.put("clerr", 400);
        answers.put("ncl", 400);
        answers.put("scalar02", 400);
        answers.put("scalarlg", SILENCE); // a response is discarded
        answers.put("quotbal", 400);
        answers.put("ltgtruri", 400);
        answers.put("lwsruri", 400);
        answers.put("lwsstart", 400);
        answers.put("trws", 400);
        answers.put("escruri", 400);
        answers.put("baddate", 404); // a Date that nobody here needs is left alone
        answers.put("regbadct", 405);
        answers.put("badaspec", 200); // the spaces are read past
        answers.put("baddn", 400);
        answers.put("badvers", 505);
        answers.put("mismatch01", 400);
        answers.put("mismatch02", 400);
        answers.put("bigcode", SILENCE); // a response is discarded
        answers.put("badbranch", 200); // matched as RFC 2543 has it
        answers.put("insuf", 400); // with what it has of what an answer repeats
        answers.put("unkscm", 416);
        answers.put("novelsc", 416);
        answers.put("unksm2", 405);
        answers.put("bext01", 420);
        answers.put("invut", 404); // Request-URI before body (RFC 3261 §8.2)
        answers.put("regaut01", 405);
        answers.put("multi01", 400);
        answers.put("mcl01", 400);
        answers.put("bcast", SILENCE); // a response with more than one Via is not ours
        answers.put("zeromf", 200); // OPTIONS may be answered where its hops end (§11)
        answers.put("cparam01", 405);
        answers.put("cparam02", 405);
        answers.put("regescrt", 405);
        answers.put("sdp01", 406);
        answers.put("inv2543", 404);
        return answers;
    }

    @Test
    void eachGetsTheAnswerOfItsSectionAndTheNodeGoesOn() throws IOException {
        Map<String, byte[]> messages = TortureMessages.of("rfc4475");
        assertThat(messages.keySet()).isEqualTo(ANSWERS.keySet());
        try (NodeProcess node = NodeProcess.startOnFreePorts(20, "", folder)) {
            int before = node.log().length();
            InetAddress own = InetAddress.ofLiteral("127.44.75.1");
            try (TorturePeer peer = new TorturePeer(core(node), own, 5060, 5050)) {
                assertThat(TorturedNode.answers(peer, messages)).containsExactlyEntriesOf(ANSWERS);
                assertExtensionsAreNamed(peer.outcome(again(messages.get("bext01"))));
                assertBodyIsJudgedOnceTheNumberIsOurs(peer.outcome(toANumber(again(messages.get("invut")))));
            }
            assertThat(Figures.of(node).sum("tandem_sip_malformed_total")).as(
                    "what could not be read; longreq is counted by its limit").isEqualTo(19);
            TorturedNode.assertSound(node, before);
        }
    }

    private static InetSocketAddress core(NodeProcess node) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), node.plan().corePort());
    }

    /** §3.3.5: a user agent names what Require asks for, and not what Proxy-Require does. */
    private static void assertExtensionsAreNamed(TorturePeer.Answer answer) {
        assertThat(new String(answer.bytes(), StandardCharsets.UTF_8)).contains(
                "\r\nUnsupported: nothingSupportsThis, nothingSupportsThisEither\r\n");
    }

    /** §3.3.6: 415, and what would be taken instead. */
    private static void assertBodyIsJudgedOnceTheNumberIsOurs(TorturePeer.Answer answer) {
        assertThat(answer.status()).isEqualTo(415);
        assertThat(new String(answer.bytes(), StandardCharsets.UTF_8)).contains("\r\nAccept: application/sdp\r\n");
    }

    /** The same with a user that calls are taken for. */
    private static byte[] toANumber(byte[] message) {
        return new String(message, StandardCharsets.UTF_8).replace("INVITE sip:user@", "INVITE sip:+441632960301@")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** In a transaction of its own, and no request that came on two ways (§8.2.2.2). */
    private static byte[] again(byte[] message) {
        return new String(message, StandardCharsets.UTF_8).replace("z9hG4bK", "z9hG4bK-again-")
                .replace("Call-ID: ", "Call-ID: again-")
                .getBytes(
                        StandardCharsets.UTF_8);
    }
}
