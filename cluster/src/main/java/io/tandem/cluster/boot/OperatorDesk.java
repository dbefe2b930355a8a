package io.tandem.cluster.boot;

import io.tandem.call.actor.Calls;
import io.tandem.cluster.address.AddressView;
import io.tandem.cluster.address.Draining;
import io.tandem.cluster.boot.config.ServiceAddress;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.ops.query.ClusterDesk;
import io.tandem.ops.query.ClusterView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/**
 * The cluster as operators see and steer it at this node's ops port: the members as this node knows them, the calls as
 * each says itself.
 */
record OperatorDesk(ActorSystem<?> system, Calls calls, TandemConfig.Cluster settings, AddressPlane addresses,
        NodeDrain drains) implements ClusterDesk {
    private static final Outcome STARTING = new Outcome.Impossible("this node is only just starting; ask again");

    @Override
    public CompletionStage<ClusterView> view() {
        return calls.byNode().thenApply(this::with);
    }

    private ClusterView with(Map<String, Map<String, Integer>> callsByNode) {
        Cluster cluster = Cluster.get(system);
        CurrentClusterState state = cluster.state();
        List<ClusterView.Node> members = new ArrayList<>();
        for (Member member : state.getMembers()) {
            Optional<Map<String, Integer>> shards = Optional.ofNullable(callsByNode.get(text(member.address())));
            Optional<Integer> count = shards.map(each -> each.values().stream().mapToInt(Integer::intValue).sum());
            members.add(new ClusterView.Node(text(member.address()), roles(member),
                    member.status().toString(), !state.getUnreachable().contains(member), count,
                    shards.map(each -> each.keySet().stream().sorted().toList()).orElse(List.of()),
                    drains.of(text(member.address())).map(drained -> drain(drained, count))));
        }
        return new ClusterView(text(cluster.selfAddress()), Optional.ofNullable(state.getLeader())
                .map(
                        OperatorDesk::text),
                members, settings.addresses().stream().map(this::address).toList());
    }

    private ClusterView.Drain drain(Draining drained, Optional<Integer> calls) {
        OptionalInt known = calls.map(OptionalInt::of).orElse(OptionalInt.empty());
        return new ClusterView.Drain(drains.state(drained, known).label(), Instant.ofEpochMilli(drained.sinceMillis()),
                drains.view().addressesOf(drained.node().at()).stream().map(String::valueOf).toList());
    }

    @Override
    public CompletionStage<Outcome> drain(Optional<String> node) {
        return order(node, true);
    }

    @Override
    public CompletionStage<Outcome> undrain(Optional<String> node) {
        return order(node, false);
    }

    private CompletionStage<Outcome> order(Optional<String> node, boolean drained) {
        String at = node.orElseGet(() -> text(Cluster.get(system).selfAddress()));
        if (!isUp(at)) {
            return now(new Outcome.Unknown("no node " + at + " is up; /ops/cluster lists them, as host:port"));
        }
        if (isStarting()) {
            return now(STARTING);
        }
        return drains.order(at, drained).thenApply(_ -> new Outcome.Taken());
    }

    @Override
    public CompletionStage<Outcome> handBack(String id) {
        Optional<ServiceAddress> address = settings.addresses()
                .stream()
                .filter(one -> String.valueOf(one.id()).equals(id))
                .findFirst();
        if (address.isEmpty()) {
            return now(new Outcome.Unknown("no service address " + id + "; /ops/cluster lists them"));
        }
        String home = address.get().home();
        if (settings.alone()) {
            return now(new Outcome.Impossible("this node is none of several: its one address is always at home"));
        }
        if (isStarting()) {
            return now(STARTING);
        }
        if (!isUp(home)) {
            return now(new Outcome.Impossible("its home, node " + home + ", is not up"));
        }
        if (drains.of(home).isPresent()) {
            return now(new Outcome.Impossible("its home, node " + home + ", is drained: take that back first"));
        }
        addresses.addresses().orElseThrow().handBack(address.get().id());
        return now(new Outcome.Taken());
    }

    private boolean isStarting() {
        return !settings.alone() && addresses.addresses().isEmpty();
    }

    private boolean isUp(String at) {
        for (Member member : Cluster.get(system).state().getMembers()) {
            if (text(member.address()).equals(at) && member.status().equals(MemberStatus.up())) {
                return true;
            }
        }
        return false;
    }

    private static CompletionStage<Outcome> now(Outcome outcome) {
        return CompletableFuture.completedFuture(outcome);
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
                addresses.atWork(address.id()), owner.map(AddressView.Owner::epoch).orElse(0L));
    }

    private static String text(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().map(String::valueOf).orElse("");
    }
}
