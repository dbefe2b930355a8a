package io.tandem.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of a node for tests: one core and one Microsoft-side peer on loopback, everything on free ports.
 *
 * @param corePort our listener (UDP and TCP) that faces the core @param mpsPort the one that faces Microsoft
 * @param corePeerPort where the core peer listens @param mpsPeerPort where the Microsoft-side one does
 * @param mediaPorts how many media ports, a multiple of four
 * @param extra further configuration, laid over the rest
 */
public record NodePlan(int corePort, int mpsPort, int corePeerPort, int mpsPeerPort, int provisioningPort, int opsPort,
        int clusterPort, int mediaFirst, int mediaPorts, String extra) {

    /** A plan with ports that are free now; room for that many calls with media. */
    public static NodePlan onFreePorts(int calls) {
        int first = FreePorts.range(7);
        return new NodePlan(first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6,
                FreePorts.range(4 * calls), 4 * calls, "");
    }

    /**
     * Plans of as many nodes of one cluster, the first of which founds it. Their service addresses are 127.0.0.11 and on,
     * with ids from a on, with the listeners' ports of the first plan.
     */
    public static List<NodePlan> cluster(int nodes, int calls) {
        return cluster(nodes, calls, NodeHosts.LOOPBACK);
    }

    /** The same where those hosts are. */
    public static List<NodePlan> cluster(int nodes, int calls, NodeHosts hosts) {
        List<NodePlan> plans = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            plans.add(onFreePorts(calls));
        }
        NodePlan first = plans.getFirst();
        StringBuilder shared = new StringBuilder("""
                tandem.storage = cassandra
                tandem.sip.listeners = [ { name = core-udp, transport = udp, port = %d }
                                         { name = core-tcp, transport = tcp, port = %d }
                                         { name = mps-udp,  transport = udp, port = %d } ]
                """.formatted(first.corePort, first.corePort, first.mpsPort));
        for (int i = 0; i < nodes; i++) {
            shared.append("""
                    tandem.cluster.seed-nodes += "%1$s:%2$d"
                    tandem.cluster.service-addresses += { id = %3$c, home = "%1$s:%2$d", media = "%4$s"
                      listeners { core-udp.address = "%4$s", core-tcp.address = "%4$s", mps-udp.address = "%4$s" } }
                    """.formatted(hosts.node(i), plans.get(i).clusterPort, 'a' + i, hosts.service(i)));
        }
        shared.append(hosts.hooks());
        List<NodePlan> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            NodePlan plan = plans.get(i);
            all.add(new NodePlan(first.corePort, first.mpsPort, first.corePeerPort, first.mpsPeerPort,
                    plan.provisioningPort, plan.opsPort, plan.clusterPort, first.mediaFirst, first.mediaPorts,
                    shared.toString()).at(hosts, i));
        }
        return all;
    }

    /** The node on a host of its own, and its peers on theirs. */
    private NodePlan at(NodeHosts hosts, int node) {
        if (hosts.isLoopback()) {
            return this;
        }
        String own = hosts.node(node);
        return with("""
                %s
                tandem.http { provisioning = "%s:%d", ops = "%s:%d" }
                tandem.cluster.host = "%s"
                """.formatted(trunks(hosts, ""), own, provisioningPort, own, opsPort, own));
    }

    private String trunks(NodeHosts hosts, String teams) {
        String here = "tandem." + trunks("", teams);
        return hosts.isLoopback()
                ? here
                : here.replace("127.0.0.1", hosts.peer()).replace("127.0.0.0/8", hosts.peer() + "/32");
    }

    /**
     * The same with SRTP on Microsoft's side, and nothing in it but what the core says.
     *
     * @param hosts of the cluster
     * @param sealFile of the journal's keys
     */
    public NodePlan secured(NodeHosts hosts, Path sealFile) {
        return with(trunks(hosts, "media-protocol = SRTP, comfort-noise = off") + "tandem.media.seal-file = \""
                + sealFile + "\"");
    }

    /** The same with further configuration. */
    public NodePlan with(String further) {
        return new NodePlan(corePort, mpsPort, corePeerPort, mpsPeerPort, provisioningPort, opsPort, clusterPort,
                mediaFirst, mediaPorts, extra + further + "\n");
    }

    /** The same with more said of its two trunks: keys of a peer group each, as {@code refer = off}. */
    public NodePlan withTrunks(String core, String teams) {
        return with("tandem." + trunks(core, teams));
    }

    private String trunks(String core, String teams) {
        return """
                peer-groups = [
                  { name = core, side = core, listeners = [core-udp, core-tcp], signaling-protocol = UDP,
                    media-protocol = RTP, default-service = OperatorConnect,
                    allowed-signaling-sources = ["127.0.0.0/8"], probing.options-interval = 0 s,
                    peers = [ { name = core-1, address = "127.0.0.1", port = %d } ]
                    %s }
                  { name = teams, side = mps, listeners = [mps-udp], services = [OperatorConnect],
                    signaling-protocol = UDP, media-protocol = RTP,
                    allowed-signaling-sources = ["127.0.0.0/8"], probing.options-interval = 0 s,
                    peers = [ { name = mps-1, address = "127.0.0.1", port = %d } ]
                    %s }
                ]
                """.formatted(corePeerPort, core, mpsPeerPort, teams);
    }

    /**
     * The plan as a configuration file. No OPTIONS: SIPp takes one for the first message of a call. And no call ends for want of
     * media: most of SIPp's have none.
     */
    public String hocon() {
        return """
                tandem {
                  warm-up = 0 s
                  sip.listeners = [
                    { name = core-udp, transport = udp, address = "127.0.0.1", port = %d }
                    { name = core-tcp, transport = tcp, address = "127.0.0.1", port = %d }
                    { name = mps-udp,  transport = udp, address = "127.0.0.1", port = %d }
                  ]
                  %s
                  media { address = "127.0.0.1", ports = "%d-%d", inactivity-timeout = 0 s }
                  http { provisioning = "127.0.0.1:%d", ops = "127.0.0.1:%d" }
                  cluster.port = %d
                }
                """
                .formatted(corePort, corePort, mpsPort, trunks("", ""), mediaFirst,
                        mediaFirst + mediaPorts - 1, provisioningPort, opsPort, clusterPort)
                + extra;
    }
}
