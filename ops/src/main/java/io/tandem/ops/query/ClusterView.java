package io.tandem.ops.query;

import java.util.List;
import java.util.Optional;

/**
 * The cluster as one of its nodes sees it.
 *
 * @param self the node that says so
 * @param leader the one that lets members in and out
 */
public record ClusterView(String self, Optional<String> leader, List<Node> members) {

    /**
     * @param node host and port of its talk with other nodes
     * @param status Joining, Up, Leaving, Exiting, Down
     * @param reachable whether the others hear it
     * @param calls up in it; empty when it did not say in time
     * @param shards of calls that live there
     */
    public record Node(String node, List<String> roles, String status, boolean reachable,
            Optional<Integer> calls, List<String> shards) {}
}
