package io.tandem.cluster;

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

    /** The plan as a configuration file. No OPTIONS: SIPp takes one for the first message of a call. */
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
                  media { address = "127.0.0.1", ports = "%d-%d" }
                  http { provisioning = "127.0.0.1:%d", ops = "127.0.0.1:%d" }
                  cluster.port = %d
                }
                """
                .formatted(corePort, corePort, mpsPort, trunks("", ""), mediaFirst,
                        mediaFirst + mediaPorts - 1, provisioningPort, opsPort, clusterPort)
                + extra;
    }
}
