package io.tandem.cluster.boot.config;

import io.tandem.cluster.FreePorts;
import java.util.List;
import java.util.stream.Stream;

/** The example on ports that are free, for tests to spoil. */
final class ConfigText {
    private static final String RIGHT = """
            tandem {
              data-directory = "target/config-data"
              storage = embedded
              sip.listeners = [
                { name = core-udp, transport = udp, address = "127.0.0.1", port = PORT0 }
                { name = core-tcp, transport = tcp, address = "127.0.0.1", port = PORT0 }
                { name = mps-udp,  transport = udp, address = "127.0.0.1", port = PORT1 }
              ]
              peer-groups = [
                { name = core,  side = core, listeners = [core-udp, core-tcp], signaling-protocol = UDP, media-protocol = RTP,
                  default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"],
                  peers = [ { name = core-1, address = "127.0.0.1", port = 5070 } ] }
                { name = teams, side = mps, listeners = [mps-udp], services = [OperatorConnect], signaling-protocol = UDP, media-protocol = RTP,
                  allowed-signaling-sources = ["127.0.0.0/8"],
                  peers = [ { name = mps-1, address = "127.0.0.1", port = 5080 } ] }
              ]
              media { address = "127.0.0.1", ports = "10000-19999" }
              http { provisioning = "127.0.0.1:PORT2", ops = "127.0.0.1:PORT3" }
              cluster.port = PORT4
            }
            """;

    private ConfigText() {}

    /** A configuration in which nothing is wrong. */
    static String right() {
        String text = RIGHT;
        List<Integer> ports = freePorts(5);
        for (int i = 0; i < ports.size(); i++) {
            text = text.replace("PORT" + i, String.valueOf(ports.get(i)));
        }
        return text;
    }

    /** The right one with one thing made wrong; the thing must be there. */
    static String with(String right, String wrong) {
        String text = right();
        if (!text.contains(right)) {
            throw new IllegalArgumentException("not in the text: " + right);
        }
        return text.replace(right, wrong);
    }

    /** Ports above the media range of the text that nobody uses, for UDP and for TCP. */
    private static List<Integer> freePorts(int count) {
        return Stream.generate(FreePorts::one).limit(count).toList();
    }
}
