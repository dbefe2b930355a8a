package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.TortureMessages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages of RFC 5118 over IPv6 at a running node. The machine must have ::1; without it this fails. */
class Rfc5118OverUdpIT {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("::1");
    private static final Map<String, Integer> ANSWERS = answers();

    @TempDir
    private Path folder;

    private static Map<String, Integer> answers() {
        Map<String, Integer> answers = new LinkedHashMap<>();
        answers.put("ipv6-good", 405);
        answers.put("ipv6-bad", 400);
        answers.put("port-ambiguous", 405);
        answers.put("port-unambiguous", 405);
        answers.put("via-received-param-with-delim", 481);
        answers.put("via-received-param-no-delim", 200);
        answers.put("ipv6-in-sdp", 404);
        answers.put("mult-ip-in-header", 481);
        answers.put("mult-ip-in-sdp", 404);
        answers.put("ipv4-mapped-ipv6", 404);
        answers.put("ipv6-bug-abnf-3-colons", 200);
        answers.put("ipv6-correct-abnf-2-colons", 200);
        return answers;
    }

    @Test
    @Tag("TSP-8")
    void eachGetsTheAnswerOfItsSectionAndTheNodeGoesOn() throws IOException {
        int port = FreePorts.one();
        String listener = """
                tandem.sip.listeners += { name = core-v6, transport = udp, address = "::1", port = %d }
                tandem.peer-groups += { name = core6, side = core, listeners = [core-v6], signaling-protocol = UDP,
                  media-protocol = RTP, default-service = OperatorConnect, allowed-signaling-sources = ["::1/128"],
                  peers = [ { name = core6-1, address = "::1", port = %d } ] }
                """.formatted(port, FreePorts.one());
        Map<String, byte[]> messages = TortureMessages.of("rfc5118");
        try (NodeProcess node = NodeProcess.startOnFreePorts(20, listener, folder)) {
            int before = node.log().length();
            try (TorturePeer peer = new TorturePeer(new InetSocketAddress(LOOPBACK, port), LOOPBACK, 5060, 6050,
                    19_823)) {
                assertThat(TorturedNode.answers(peer, messages)).containsExactlyEntriesOf(ANSWERS);
            }
            TorturedNode.assertSound(node, before);
        }
    }
}
