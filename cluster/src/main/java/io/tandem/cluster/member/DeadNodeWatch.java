package io.tandem.cluster.member;

import io.tandem.cluster.member.MemberMessage.Answer;
import io.tandem.cluster.member.MemberMessage.Question;
import io.tandem.cluster.member.MemberMessage.Run;
import io.tandem.cluster.member.PortProbe.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.ActorIdentity;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.remote.DefaultFailureDetectorRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every other member several times a second whether it is there. Whoever has not answered for a moment is tried over
 * TCP: a refused connection proves that its process is dead, so the cluster need not wait until silence proves it. Of a process
 * that is frozen or cut off there is only silence: when the majority says so, the cluster goes on without it. What is heard
 * keeps this node's {@link NodeLease} alive. The rules are {@link Vigil}'s.
 */
public final class DeadNodeWatch extends AbstractBehavior<DeadNodeWatch.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(DeadNodeWatch.class);
    /** What it takes until a node on a busy machine runs smoothly. */
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Set<MemberStatus> COUNTED = Set.of(MemberStatus.up(), MemberStatus.leaving(),
            MemberStatus.exiting());

    sealed interface Command extends NoSerializationVerificationNeeded permits Beat, Identified, Tried, MemberMessage {}

    private enum Beat implements Command {
        NOW
    }

    private record Identified(ActorIdentity identity) implements Command {}

    private record Tried(Member member, Found found) implements Command {}

    private final Cluster cluster;
    private final NodeLease lease;
    private final MemberLine line;
    private final Vigil<Member> vigil;
    private final Set<Member> tried = new HashSet<>();
    private List<Member> members = List.of();
    private boolean wasMember;
    private boolean held;
    private final Set<Member> buried = new HashSet<>();
    /** Whoever may hold a lease, members and others. */
    private final Map<UniqueAddress, Member> known = new HashMap<>();
    /** How often in a row the port has refused of one that is no member any more. */
    private final Map<UniqueAddress, Integer> refusedAfterwards = new HashMap<>();

    private DeadNodeWatch(ActorContext<Command> context, NodeLease lease) {
        super(context);
        this.cluster = Cluster.get(context.getSystem());
        this.lease = lease;
        this.line = new MemberLine(context.getSystem(), cluster.selfMember(),
                context.messageAdapter(ActorIdentity.class, Identified::new));
        this.vigil = new Vigil<>(cluster.selfMember(), Member.ordering(), SETTLING);
    }

    /** Starts it, once for each node that is a member. */
    public static NodeLease start(ActorSystem<?> system) {
        NodeLease lease = new NodeLease();
        Behavior<Command> watch = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Beat.NOW, Vigil.BEAT);
            return new DeadNodeWatch(context, lease);
        }));
        system.systemActorOf(watch, MemberLine.NAME, DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher"));
        return lease;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, command -> {
            on(command);
            return this;
        }).build();
    }

    private void on(Command command) {
        switch (command) {
            case Beat _ -> beat();
            case Identified(ActorIdentity identity) -> identified(identity);
            case Tried result -> tried(result);
            case Question question -> asked(question);
            case Answer answer -> answered(answer);
        }
    }

    private void asked(Question question) {
        member(question.by()).ifPresent(member -> line.answer(member, question,
                vigil.answer(member, question.hears(), System.nanoTime())));
    }

    private void answered(Answer answer) {
        member(answer.by()).ifPresent(member -> vigil.answered(member, answer.askedAtNanos(),
                new Vigil.Answer<>(answer.grants(), members(answer.silent()))));
        if (!answer.silent().isEmpty()) {
            buryTheDead();
        }
    }

    private Set<Member> members(List<Run> runs) {
        Set<Member> found = new HashSet<>();
        runs.forEach(run -> member(run).ifPresent(found::add));
        return found;
    }

    private void beat() {
        long now = System.nanoTime();
        CurrentClusterState state = cluster.state();
        List<Member> counted = new ArrayList<>();
        Set<Member> down = new HashSet<>();
        Set<Member> leaving = new HashSet<>();
        state.getMembers().forEach(member -> {
            if (COUNTED.contains(member.status())) {
                counted.add(member);
                if (!member.status().equals(MemberStatus.up())) {
                    leaving.add(member);
                }
            } else if (member.status().equals(MemberStatus.down())) {
                down.add(member);
            }
        });
        boolean isMember = counted.contains(cluster.selfMember());
        counted.addAll(down);
        members = counted;
        if (cluster.isTerminated() || wasMember && !isMember) {
            lease.end();
        }
        if (!isMember) {
            return;
        }
        if (!wasMember) {
            wasMember = true;
            FirstSeed.sayMember(getContext().getSystem());
        }
        vigil.beat(counted, down, leaving, now);
        others().forEach(member -> line.ask(member, now, vigil.hears(member, now)));
        vigil.late(now).forEach(this::tryPort);
        vigil.grantedAt(now).ifPresent(lease::renew);
        lease.alone(vigil.isAlone());
        tellLease();
        noteTheOthers(now);
        buryTheDead();
    }

    /** Those that are no members any more, too: their ports may prove that they are gone. */
    private void noteTheOthers(long now) {
        Map<UniqueAddress, Member> others = new HashMap<>();
        others().forEach(member -> others.put(member.uniqueAddress(), member));
        known.putAll(others);
        lease.others().granted(others.keySet(), node -> vigil.grantedTo(others.get(node), now), now);
        known.keySet().retainAll(lease.others().held(now));
        refusedAfterwards.keySet().retainAll(known.keySet());
        known.values().stream().filter(member -> !members.contains(member)).forEach(this::tryPort);
    }

    private void tellLease() {
        if (lease.held() != held) {
            held = !held;
            if (held) {
                LOG.info("the majority of the cluster hears this node: it may act for its addresses");
            } else {
                LOG.warn(
                        "the majority of the cluster has not heard this node for {} ms: what comes to its addresses is "
                                + "dropped until it does",
                        NodeLease.LASTS.toMillis());
            }
        }
    }

    private List<Member> others() {
        return members.stream()
                .filter(member -> !member.uniqueAddress().equals(cluster.selfUniqueAddress()))
                .toList();
    }

    private Optional<Member> member(Run run) {
        return members.stream().filter(member -> Run.of(member).equals(run)).findFirst();
    }

    private void buryTheDead() {
        Set<Member> lost = new HashSet<>(cluster.state().getUnreachable());
        vigil.dead(lost)
                .forEach(member -> {
                    lease.others().dead(member.uniqueAddress());
                    bury(member, "refuses connections: its process is dead");
                });
        vigil.givenUp(System.nanoTime())
                .forEach(member -> bury(member, "was not heard by the majority for " + Vigil.SILENT.toMillis()
                        + " ms: it is frozen or cut off"));
    }

    /** An older build has none to withhold: its answer grants. */
    private void identified(ActorIdentity identity) {
        MemberLine.from(identity)
                .ifPresent(from -> members.stream()
                        .filter(member -> member.address().equals(from))
                        .forEach(member -> vigil.answered(member, (Long) identity.correlationId(),
                                new Vigil.Answer<>(true, Set.of()))));
    }

    private void tryPort(Member member) {
        if (!tried.add(member)) {
            return; // still being tried
        }
        ActorRef<Command> self = getContext().getSelf();
        PortProbe.probe(member.address(), found -> self.tell(new Tried(member, found)));
    }

    private void tried(Tried result) {
        tried.remove(result.member());
        switch (result.found()) {
            case ACCEPTED -> {
                vigil.connected(result.member());
                refusedAfterwards.remove(result.member().uniqueAddress());
            }
            case REFUSED -> {
                vigil.refused(result.member());
                refused(result.member());
                buryTheDead();
            }
            case NOTHING -> {
            }
        }
    }

    private void refused(Member member) {
        UniqueAddress node = member.uniqueAddress();
        if (!members.contains(member) && refusedAfterwards.merge(node, 1, Integer::sum) >= Pulse.PROOF) {
            lease.others().dead(node);
        }
    }

    private void bury(Member member, String why) {
        buried.retainAll(members);
        if (members.contains(member) && buried.add(member)) {
            LOG.warn("{} {}; the cluster goes on without it", member.address(), why);
            unavailable(member.address());
            cluster.down(member.address());
        }
    }

    private void unavailable(Address address) {
        if (cluster.failureDetector() instanceof DefaultFailureDetectorRegistry<Address> all
                && all.failureDetector(address).getOrElse(() -> null) instanceof NodeFailureDetector detector) {
            detector.dead();
        }
    }
}
