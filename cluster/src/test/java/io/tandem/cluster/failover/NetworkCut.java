package io.tandem.cluster.failover;

import io.tandem.cluster.Namespaces;
import io.tandem.cluster.NodeHosts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Paths between nodes that carry nothing any more, by rules of the network namespace that hears. Only between the nodes'
 * own addresses: peers and the database reach all of them.
 */
final class NetworkCut implements AutoCloseable {
    private final NodeHosts hosts;
    private final Set<Path> cut = new LinkedHashSet<>();

    /** @param from node whose packets are lost @param to node that would have got them */
    record Path(int from, int to) {}

    NetworkCut(NodeHosts hosts) {
        this.hosts = hosts;
    }

    void cut(Path path) {
        if (cut.add(path)) {
            rule("add", path);
        }
    }

    /** All paths carry again. */
    void heal() {
        for (Path path : List.copyOf(cut)) {
            rule("del", path);
            cut.remove(path);
        }
    }

    @Override
    public void close() {
        heal();
    }

    private void rule(String what, Path path) {
        ip(hosts, path.to(), "rule", what, "pref", "10", "from", hosts.node(path.from()), "blackhole");
    }

    /** What the node's machine says of the addresses that it has now. */
    static String addresses(NodeHosts hosts, int node) {
        return ip(hosts, node, "-4", "-o", "addr", "show", "dev", "eth0");
    }

    private static String ip(NodeHosts hosts, int node, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-n", hosts.namespaces() + node));
        all.addAll(List.of(arguments));
        return Namespaces.ip(all.toArray(String[]::new));
    }
}
