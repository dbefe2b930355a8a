package io.tandem.cluster.boot;

import io.tandem.call.actor.Calls;
import io.tandem.cluster.address.AddressView;
import io.tandem.cluster.boot.config.ServiceAddress;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.ops.query.ClusterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;

/** The cluster as {@code GET /ops/cluster} shows it: the members as this node knows them, the calls as each says itself. */
record ClusterOverview(ActorSystem<?> system, Calls calls, TandemConfig.Cluster settings, AddressPlane addresses) {

    CompletionStage<ClusterView> view() {
        return calls.byNode().thenApply(this::with);
    }

    private ClusterView with(Map<String, Map<String, Integer>> callsByNode) {
        Cluster cluster = Cluster.get(system);
        CurrentClusterState state = cluster.state();
        List<ClusterView.Node> members = new ArrayList<>();
        for (Member member : state.getMembers()) {
            Optional<Map<String, Integer>> shards = Optional.ofNullable(callsByNode.get(text(member.address())));
            members.add(new ClusterView.Node(text(member.address()), roles(member),
                    member.status().toString(), !state.getUnreachable().contains(member),
                    shards.map(each -> each.values().stream().mapToInt(Integer::intValue).sum()),
                    shards.map(each -> each.keySet().stream().sorted().toList()).orElse(List.of())));
        }
        return new ClusterView(text(cluster.selfAddress()), Optional.ofNullable(state.getLeader())
                .map(
                        ClusterOverview::text),
                members, settings.addresses().stream().map(this::address).toList());
    }

    /** Without that of the data centre, which is Pekko's own. */
    private static List<String> roles(Member member) {
        return member.getRoles().stream().filter(role -> !role.startsWith("dc-")).toList();
    }

    /** A node that is no part of several has its one address from the start. */
    private ClusterView.ServiceAddress address(ServiceAddress address) {
        String id = String.valueOf(address.id());
        if (settings.alone()) {
            return new ClusterView.ServiceAddress(id, address.home(), Optional.of(address.home()), true, 0);
        }
        Optional<AddressView.Owner> owner = addresses.addresses().flatMap(all -> all.view().owner(address.id()));
        return new ClusterView.ServiceAddress(id, address.home(), owner.map(has -> has.node().at()),
                owner.filter(AddressView.Owner::settled).isPresent(), owner.map(AddressView.Owner::epoch).orElse(0L));
    }

    private static String text(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().map(String::valueOf).orElse("");
    }
}
