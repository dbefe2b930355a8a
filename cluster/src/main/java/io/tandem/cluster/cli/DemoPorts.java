package io.tandem.cluster.cli;

import io.tandem.ops.lab.tls.CertificateFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * The ports of a demo: those that the documentation names where they are free, else free ones by chance, so that two
 * demos that begin together do not want the same. All on loopback.
 *
 * @param media first of the node's {@link #MEDIA_PORTS} media ports
 */
record DemoPorts(int core, int mps, int corePeer, int mpsPeer, int provisioning, int ops, int cluster,
        int media) {
    static final String HOST = "127.0.0.1";
    /** Enough for {@link DemoPlan#AT_ONCE} calls, each with four, and for a rest after each. */
    static final int MEDIA_PORTS = 2_000;
    /** Outside the node's media ports; each peer of the lab has 4,000. */
    static final int CORE_PEER_MEDIA = 40_000;
    static final int MPS_PEER_MEDIA = 44_000;
    static final int PEER_MEDIA_PORTS = 4_000;
    private static final int LOWEST = 10_000;
    private static final int FIRST_MEDIA = 20_000;
    private static final int LAST_MEDIA = 39_999;
    private static final int OTHER_MEDIA = 48_000;
    private static final int LAST_OTHER_MEDIA = 62_000;
    private static final int ATTEMPTS = 100;

    static DemoPorts free() throws IOException {
        Set<Integer> taken = new HashSet<>();
        return new DemoPorts(free(5060, taken), free(5061, taken), free(5070, taken), free(5080, taken),
                free(8080, taken), free(9095, taken), free(25_520, taken), freeMedia());
    }

    /** One more for a program beside the node. */
    static int free(int documented) throws IOException {
        return free(documented, new HashSet<>());
    }

    private static int free(int documented, Set<Integer> taken) throws IOException {
        int port = documented;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (isFree(port) && taken.add(port)) {
                return port;
            }
            port = ThreadLocalRandom.current().nextInt(LOWEST, FIRST_MEDIA);
        }
        throw new IOException("no free port for " + documented);
    }

    /** Another node may be at home in the documented range, and go round in it: then a range far from it is taken. */
    private static int freeMedia() {
        if (isFreeForUdp(FIRST_MEDIA, LAST_MEDIA)) {
            return FIRST_MEDIA;
        }
        int best = OTHER_MEDIA;
        long fewest = Long.MAX_VALUE;
        for (int first = OTHER_MEDIA; first < LAST_OTHER_MEDIA && fewest > 0; first += MEDIA_PORTS) {
            long taken = IntStream.range(first, first + MEDIA_PORTS).filter(port -> !isFreeForUdp(port)).count();
            if (taken < fewest) { // the relay passes over the ones that are taken
                best = first;
                fewest = taken;
            }
        }
        return best;
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket()) {
            tcp.setReuseAddress(true); // a connection that lingers from before is in nobody's way
            tcp.bind(address(port));
            return isFreeForUdp(port);
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean isFreeForUdp(int first, int last) {
        return IntStream.rangeClosed(first, last).allMatch(DemoPorts::isFreeForUdp);
    }

    private static boolean isFreeForUdp(int port) {
        try (DatagramChannel udp = DatagramChannel.open()) {
            udp.bind(address(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(HOST), port);
    }

    /**
     * The configuration of the node, in the documented shape.
     *
     * @param tls the certificates
     * @param names who knows the Microsoft side's name
     */
    String configuration(CertificateFolder tls, InetSocketAddress names) {
        return """
                tandem {
                  storage = embedded
                  warm-up = 0 s
                  dns.servers = ["%s:%d"]
                  tls.identities = [ { name = gateway, certificate = "%s", key = "%s" } ]
                  sip.listeners = [
                    { name = core-udp, transport = udp, address = "127.0.0.1", port = %d }
                    { name = core-tcp, transport = tcp, address = "127.0.0.1", port = %d }
                    { name = mps-tls,  transport = tls, address = "127.0.0.1", port = %d, advertised-address = "%s",
                      tls { identities = [gateway], trust = "%s", client-certificate = require } }
                  ]
                  peer-groups = [
                    { name = core, side = core, listeners = [core-udp, core-tcp], signaling-protocol = UDP,
                      media-protocol = RTP, default-service = OperatorConnect,
                      allowed-signaling-sources = ["127.0.0.0/8"],
                      peers = [ { name = core-1, address = "127.0.0.1", port = %d } ] }
                    { name = teams, side = mps, listeners = [mps-tls], services = [OperatorConnect],
                      signaling-protocol = TLS, media-protocol = RTP, allowed-signaling-sources = ["127.0.0.0/8"],
                      tls { identity = gateway, trust = "%s", names = ["%s"] },
                      peers = [ { name = mps-1, a-record = "%s", port = %d } ] }
                  ]
                  media { address = "127.0.0.1", ports = "%d-%d" }
                  http { provisioning = "127.0.0.1:%d", ops = "127.0.0.1:%d" }
                  cluster.port = %d
                }
                """.formatted(names.getAddress().getHostAddress(), names.getPort(),
                absolute(tls.gatewayCertificate()), absolute(tls.gatewayKey()), core, core, mps,
                DemoPlan.GATEWAY_NAME, absolute(tls.roots()), corePeer, absolute(tls.roots()), DemoPlan.MPS_NAME,
                DemoPlan.MPS_NAME, mpsPeer, media, media + MEDIA_PORTS - 1,
                provisioning, ops, cluster);
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath();
    }
}
