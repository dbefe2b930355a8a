package io.tandem.ops.fleet;

import io.tandem.ops.fleet.FleetAgent.AskCalls;
import io.tandem.ops.query.ActiveCalls;
import io.tandem.ops.query.CallCursor;
import io.tandem.ops.query.CallFilter;
import io.tandem.ops.query.CallList;
import io.tandem.port.CallSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/** The calls of all nodes, asked of all and merged. Any thread. */
public final class Fleet implements CallList.Source {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Set<MemberStatus> SERVING = Set.of(MemberStatus.up(), MemberStatus.weaklyUp(),
            MemberStatus.leaving());

    private final ActorSystem<?> system;
    private final Cluster cluster;
    private final ActiveCalls own;
    private volatile Set<ActorRef<FleetAgent.Command>> agents = Set.of();

    private Fleet(ActorSystem<?> system, ActiveCalls own) {
        this.system = system;
        this.cluster = Cluster.get(system);
        this.own = own;
    }

    /** Starts this node's part. @param own the calls of this node */
    public static Fleet start(ActorSystem<?> system, ActiveCalls own) {
        Fleet fleet = new Fleet(system, own);
        // Sorting all calls takes milliseconds: never on a thread that carries calls.
        system.systemActorOf(FleetAgent.of(own, all -> fleet.agents = all), "ops-agent", DispatcherSelector.blocking());
        return fleet;
    }

    private record Answer(String node, Optional<List<CallSummary>> calls) {}

    @Override
    public CompletionStage<CallList> page(CallFilter filter, Optional<CallCursor> after, int skip, int top) {
        int wanted = skip + top + 1;
        Map<String, ActorRef<FleetAgent.Command>> others = new TreeMap<>();
        agents.forEach(agent -> {
            Address address = agent.path().address();
            if (address.hasGlobalScope()) { // the agent of this node is asked without a message
                others.put(address.hostPort(), agent);
            }
        });
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (Member member : cluster.state().getMembers()) {
            String node = member.address().hostPort();
            if (SERVING.contains(member.status()) && !member.address().equals(cluster.selfAddress())) {
                answers.add(ask(node, Optional.ofNullable(others.get(node)), filter, after, wanted));
            }
        }
        List<CallSummary> here = own.page(filter, after, 0, wanted).calls();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> merged(here, answers.stream().map(CompletableFuture::join).toList(), skip, top));
    }

    private static CallList merged(List<CallSummary> here, List<Answer> answers, int skip, int top) {
        List<CallSummary> all = new ArrayList<>(here);
        answers.forEach(answer -> answer.calls().ifPresent(all::addAll));
        all.sort(Comparator.comparing(CallCursor::of));
        List<CallSummary> rest = all.subList(Math.min(skip, all.size()), all.size());
        return new CallList(List.copyOf(rest.subList(0, Math.min(top, rest.size()))), rest.size() > top,
                answers.stream().filter(answer -> answer.calls().isEmpty()).map(Answer::node).toList());
    }

    private CompletableFuture<Answer> ask(String node, Optional<ActorRef<FleetAgent.Command>> agent, CallFilter filter,
            Optional<CallCursor> after, int wanted) {
        if (agent.isEmpty()) {
            return CompletableFuture.completedFuture(new Answer(node, Optional.empty()));
        }
        return more(agent.get(), filter, after, wanted, new ArrayList<>()).handle((calls, failure) -> new Answer(node,
                failure == null ? Optional.of(calls) : Optional.empty())).toCompletableFuture();
    }

    /** As many as are wanted, a chunk after the other. */
    private CompletionStage<List<CallSummary>> more(ActorRef<FleetAgent.Command> agent, CallFilter filter,
            Optional<CallCursor> after, int wanted, List<CallSummary> soFar) {
        int next = Math.min(wanted - soFar.size(), FleetAgent.CHUNK);
        CompletionStage<FleetAgent.Calls> asked = AskPattern.ask(agent,
                replyTo -> new AskCalls(filter, after, next, replyTo), PATIENCE, system.scheduler());
        return asked.thenCompose(chunk -> {
            soFar.addAll(chunk.calls());
            return chunk.more() && soFar.size() < wanted
                    ? more(agent, filter, Optional.of(CallCursor.of(chunk.calls().getLast())), wanted, soFar)
                    : CompletableFuture.completedStage(soFar);
        });
    }
}
