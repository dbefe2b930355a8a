package io.tandem.cluster;

import java.util.List;

/**
 * Where the nodes of a cluster and their peers are: all on loopback, or each in a network namespace of its own, where an
 * address really moves.
 *
 * @param network what the addresses of all begin with
 * @param namespaces what the names of the nodes' namespaces begin with; "" for loopback
 */
public record NodeHosts(String network, String namespaces) {
    public static final NodeHosts LOOPBACK = new NodeHosts("127.0.0.", "");
    private static final int FIRST_NODE = 2;
    private static final int FIRST_SERVICE_ADDRESS = 11;

    /** Those that {@code ops/lib/namespaces.sh} makes. @param namespaces what their names begin with */
    public static NodeHosts in(String namespaces) {
        return new NodeHosts(Namespaces.NETWORK, namespaces);
    }

    /** Those peers, and this process, are on the first address. */
    public String peer() {
        return network + 1;
    }

    /** A node's own address; on loopback all have the peers'. */
    public String node(int node) {
        return isLoopback() ? peer() : network + (FIRST_NODE + node);
    }

    /** The address that peers know. */
    public String service(int node) {
        return network + (FIRST_SERVICE_ADDRESS + node);
    }

    public boolean isLoopback() {
        return namespaces.isEmpty();
    }

    /** What goes before the command of a node. */
    public List<String> command(int node) {
        return isLoopback() ? List.of() : List.of("ip", "netns", "exec", namespaces + node);
    }

    /** What makes a node take addresses and give them up. */
    String hooks() {
        return isLoopback()
                ? ""
                : "tandem.cluster { plain = true, hooks { acquire = linux, release = linux, device = eth0 } }\n";
    }
}
