package io.tandem.cluster.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * The ports of a demo: those that the documentation names where they are free, else the next free ones in steps of 100.
 * All on loopback.
 */
record DemoPorts(int core, int mps, int corePeer, int mpsPeer, int provisioning, int ops, int cluster) {
    static final String HOST = "127.0.0.1";
    /** Outside the node's media ports; each peer of the lab has 4,000. */
    static final int CORE_PEER_MEDIA = 40_000;
    static final int MPS_PEER_MEDIA = 44_000;
    static final int PEER_MEDIA_PORTS = 4_000;
    private static final int STEP = 100;
    private static final int ATTEMPTS = 100;

    static DemoPorts free() throws IOException {
        Set<Integer> taken = new HashSet<>();
        return new DemoPorts(free(5060, taken), free(5061, taken), free(5070, taken), free(5080, taken),
                free(8080, taken), free(9095, taken), free(25_520, taken));
    }

    private static int free(int documented, Set<Integer> taken) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = documented + attempt * STEP;
            if (!taken.contains(port) && isFree(port)) {
                taken.add(port);
                return port;
            }
        }
        throw new IOException("no free port from " + documented + " up");
    }

    private static boolean isFree(int port) {
        InetSocketAddress bind = address(port);
        try (DatagramSocket udp = new DatagramSocket(bind); ServerSocket tcp = new ServerSocket()) {
            tcp.setReuseAddress(true); // a connection that lingers from before is in nobody's way
            tcp.bind(bind);
            return udp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(HOST), port);
    }

    /** The configuration of the node, in the documented shape. */
    String configuration() {
        return """
                tandem {
                  storage = embedded
                  sip.listeners = [
                    { name = core-udp, transport = udp, address = "127.0.0.1", port = %d }
                    { name = core-tcp, transport = tcp, address = "127.0.0.1", port = %d }
                    { name = mps-udp,  transport = udp, address = "127.0.0.1", port = %d }
                  ]
                  peer-groups = [
                    { name = core, side = core, listeners = [core-udp, core-tcp], signaling-protocol = UDP,
                      media-protocol = RTP, default-service = OperatorConnect,
                      allowed-signaling-sources = ["127.0.0.0/8"],
                      peers = [ { name = core-1, address = "127.0.0.1", port = %d } ] }
                    { name = teams, side = mps, listeners = [mps-udp], services = [OperatorConnect],
                      signaling-protocol = UDP, media-protocol = RTP, allowed-signaling-sources = ["127.0.0.0/8"],
                      peers = [ { name = mps-1, address = "127.0.0.1", port = %d } ] }
                  ]
                  media { address = "127.0.0.1", ports = "20000-39999" }
                  http { provisioning = "127.0.0.1:%d", ops = "127.0.0.1:%d" }
                  cluster.port = %d
                }
                """.formatted(core, core, mps, corePeer, mpsPeer, provisioning, ops, cluster);
    }
}
