package io.tandem.cluster.cli;

import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.CallOrder;
import io.tandem.ops.lab.Script;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the demo of a cluster does: calls on all its service addresses in turn, and one more to the address of the node
 * that is killed, placed right after that.
 *
 * @param calls how many are up when the node is killed
 * @param perSecond how many it begins in a second
 * @param hold from the answer to the BYE
 */
record ClusterDemoPlan(int calls, double perSecond, Duration hold, DemoPorts ports, int databasePort) {
    static final int NODES = 3;
    /** The one that is killed; the first keeps the book of addresses, which is another matter. */
    static final int VICTIM = 1;
    /** Beside the time that placing them takes. */
    static final int LEAST_HOLD_SECONDS = 15;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String NETWORK = "127.0.0.";
    private static final int FIRST_SERVICE_ADDRESS = 11;

    /** The address of a node itself: cluster and HTTP. */
    static String host(int node) {
        return NETWORK + (node + 1);
    }

    /** The address that peers know; it moves. */
    static String serviceAddress(int node) {
        return NETWORK + (FIRST_SERVICE_ADDRESS + node);
    }

    /** Its id, the first character of the ids of its calls. */
    static char id(int node) {
        return (char) ('a' + node);
    }

    /** As the cluster names it. */
    String member(int node) {
        return host(node) + ":" + ports.cluster();
    }

    /** Which node a call goes to; call {@link #calls} is the one after the kill. */
    int node(int call) {
        return call == calls ? VICTIM : call % NODES;
    }

    DemoPlan.Direction direction(int call) {
        return call / NODES % 2 == 0 ? DemoPlan.Direction.CORE_TO_MPS : DemoPlan.Direction.MPS_TO_CORE;
    }

    /** Whoever placed a call hangs up: after the takeover half of the BYEs come from either side. */
    CallOrder order(int call) {
        String outside = "+447700900" + String.format(Locale.ROOT, "%03d", call % 1_000);
        return switch (direction(call)) {
            case CORE_TO_MPS -> order(outside, DemoPlan.FIRST_NUMBER, call, ports.core());
            case MPS_TO_CORE -> order(DemoPlan.FIRST_NUMBER, outside, call, ports.mps());
        };
    }

    private CallOrder order(String calling, String called, int call, int port) {
        return new CallOrder(calling, called,
                new InetSocketAddress(InetAddress.ofLiteral(serviceAddress(node(call))), port), PATIENCE_MILLIS,
                (int) hold.toMillis(), Script.NOTHING);
    }

    static Answering answering() {
        return new Answering(DemoPlan.RING_AFTER_MILLIS, DemoPlan.ANSWER_AFTER_MILLIS, Answering.WAITS);
    }

    /** When a call is to begin, after the first one. */
    long beginsAfterNanos(int call) {
        return (long) (call / perSecond * 1e9);
    }

    /** Longer than the last call can take. */
    Duration patience() {
        return hold.plusMillis(PATIENCE_MILLIS).plusSeconds(30);
    }

    /** The configuration of a node: the same on each but for its own address. */
    String configuration(int node) {
        String seeds = IntStream.range(0, NODES)
                .mapToObj(each -> '"' + member(each) + '"')
                .collect(Collectors.joining(", "));
        String addresses = IntStream.range(0, NODES)
                .mapToObj(each -> """
                              { id = %1$c, home = "%2$s", media = "%3$s",
                                listeners { core-udp.address = "%3$s", mps-udp.address = "%3$s" } }
                        """.formatted(id(each), member(each), serviceAddress(each)))
                .collect(Collectors.joining());
        return """
                tandem {
                  storage = cassandra
                  lab = true
                  warm-up = 0 s
                  cassandra { contact-points = ["%1$s:%2$d"], keyspace = tandem_demo }
                  sip.listeners = [
                    { name = core-udp, transport = udp, port = %3$d }
                    { name = mps-udp, transport = udp, port = %4$d }
                  ]
                  peer-groups = [
                    { name = core, side = core, listeners = [core-udp], signaling-protocol = UDP, media-protocol = RTP,
                      default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"],
                      peers = [ { name = core-1, address = "%1$s", port = %5$d } ] }
                    { name = teams, side = mps, listeners = [mps-udp], services = [OperatorConnect],
                      signaling-protocol = UDP, media-protocol = RTP, allowed-signaling-sources = ["127.0.0.0/8"],
                      peers = [ { name = mps-1, address = "%1$s", port = %6$d } ] }
                  ]
                  media { ports = "%7$d-%8$d" }
                  http { provisioning = "%9$s:%10$d", ops = "%9$s:%11$d" }
                  cluster {
                    host = "%9$s", port = %12$d, seed-nodes = [%13$s]
                    service-addresses = [
                %14$s    ]
                  }
                }
                """.formatted(DemoPorts.HOST, databasePort, ports.core(), ports.mps(), ports.corePeer(),
                ports.mpsPeer(), ports.media(), ports.media() + DemoPorts.MEDIA_PORTS - 1, host(node),
                ports.provisioning(), ports.ops(), ports.cluster(), seeds, addresses);
    }

    Path folder(Path directory, int node) {
        return directory.resolve("node-" + (node + 1));
    }
}
