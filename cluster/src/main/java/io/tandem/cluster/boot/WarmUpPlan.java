package io.tandem.cluster.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where the node of a {@link WarmUp} lives, all of it on ports of loopback that are free now.
 *
 * @param core where it listens to its core @param mps and to its Microsoft side
 * @param full and to a trunk that may ask for hardly anything, so that refusing gets its warm-up too
 * @param secured whether its Microsoft side speaks SRTP, as the node's own does: that is other code, and keys take their time
 * @param corePeer its only peer at the core @param mpsPeer likewise @param fullPeer likewise
 */
record WarmUpPlan(int loops, InetSocketAddress core, InetSocketAddress mps, InetSocketAddress full,
        InetSocketAddress corePeer, InetSocketAddress mpsPeer, InetSocketAddress fullPeer, int provisioning, int ops,
        int cluster, int media, boolean secured) {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int LOWEST = 40_000;
    private static final int HIGHEST = 60_000;
    private static final int MEDIA_PORTS = 1_000;
    private static final int ATTEMPTS = 1_000;
    private static final int PORTS = 9;

    static WarmUpPlan onFreePorts(int loops, boolean secured) throws IOException {
        Set<Integer> found = new LinkedHashSet<>();
        for (int attempt = 0; found.size() < PORTS && attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < PORTS) {
            throw new IOException("no free ports on loopback");
        }
        List<Integer> ports = List.copyOf(found);
        // The relay passes over media ports that are taken.
        return new WarmUpPlan(loops, at(ports.get(0)), at(ports.get(1)), at(ports.get(2)), at(ports.get(3)),
                at(ports.get(4)), at(ports.get(5)), ports.get(6), ports.get(7), ports.get(8), HIGHEST + 2,
                secured);
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(LOOPBACK, port);
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket(); DatagramChannel udp = DatagramChannel.open()) {
            tcp.bind(at(port));
            udp.bind(at(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Nothing of the operator's: whatever the trunks are like, it is the same code that reads, decides and writes; but for SRTP. */
    String configuration() {
        return """
                tandem {
                  warm-up = 0 s
                  sip {
                    loops = %d
                    listeners = [
                      { name = core, transport = udp, address = "127.0.0.1", port = %d }
                      { name = mps, transport = udp, address = "127.0.0.1", port = %d }
                      { name = full, transport = udp, address = "127.0.0.1", port = %d }
                    ]
                    overload { target-delay = 4 s, initial-calls-per-second = 100000 }
                  }
                  peer-groups = [
                    { name = core, side = core, listeners = [core], signaling-protocol = UDP, media-protocol = RTP,
                      default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.1/32"],
                      probing.options-interval = 0 s,
                      peers = [ { name = core-1, address = "127.0.0.1", port = %d } ] }
                    { name = mps, side = mps, listeners = [mps], signaling-protocol = UDP, media-protocol = %s,
                      services = [OperatorConnect], allowed-signaling-sources = ["127.0.0.1/32"],
                      probing.options-interval = 0 s,
                      peers = [ { name = mps-1, address = "127.0.0.1", port = %d } ] }
                    { name = full, side = core, listeners = [full], signaling-protocol = UDP, media-protocol = RTP,
                      default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.1/32"],
                      probing.options-interval = 0 s, calls-per-second = 1,
                      peers = [ { name = full-1, address = "127.0.0.1", port = %d } ] }
                  ]
                  calls.log-each = false
                  media { address = "127.0.0.1", ports = "%d-%d" }
                  http { provisioning = "127.0.0.1:%d", ops = "127.0.0.1:%d" }
                  cluster { host = "127.0.0.1", port = %d }
                }
                pekko.loglevel = WARNING
                """.formatted(loops, core.getPort(), mps.getPort(), full.getPort(), corePeer.getPort(),
                secured ? "SRTP" : "RTP", mpsPeer.getPort(),
                fullPeer.getPort(), media,
                media + MEDIA_PORTS - 1, provisioning, ops, cluster);
    }
}
