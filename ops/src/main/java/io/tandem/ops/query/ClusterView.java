package io.tandem.ops.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The cluster as one of its nodes sees it.
 *
 * @param self the node that says so
 * @param leader the one that lets members in and out
 * @param serviceAddresses who has which
 */
public record ClusterView(String self, Optional<String> leader, List<Node> members,
        List<ServiceAddress> serviceAddresses) {

    /**
     * @param home the node that has it while that one is up
     * @param owner the one that it is granted to; empty while nobody has it
     * @param atWork whether that one has taken it up: not on the way to it or from it; never on a node that the majority does not hear
     * @param epoch rises with each grant
     */
    public record ServiceAddress(String id, String home, Optional<String> owner, boolean atWork, long epoch) {}

    /**
     * @param node host and port of its talk with other nodes
     * @param status Joining, Up, Leaving, Exiting, Down
     * @param reachable whether the others hear it
     * @param calls up in it; empty when it did not say in time
     * @param shards of calls that live there
     * @param drain present while it is drained
     */
    public record Node(String node, List<String> roles, String status, boolean reachable,
            Optional<Integer> calls, List<String> shards, Optional<Drain> drain) {}

    /**
     * A node that takes no new calls and is to have no service address.
     *
     * @param state {@code moving}: its addresses go to others; {@code waiting}: no other can have them, its calls may end;
     *              {@code late}: they did not in time; {@code done}: nothing is left
     * @param since when it was told
     * @param addresses that it still has
     */
    public record Drain(String state, Instant since, List<String> addresses) {}
}
