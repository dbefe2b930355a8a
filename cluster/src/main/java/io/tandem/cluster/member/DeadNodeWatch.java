package io.tandem.cluster.member;

import io.tandem.cluster.member.PortProbe.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorIdentity;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.RootActorPath;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.remote.DefaultFailureDetectorRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every other member several times a second whether it is there. Whoever has not answered for a moment is tried over
 * TCP: a refused connection proves that its process is dead, so the cluster need not wait until silence proves it. What is
 * heard keeps this node's {@link NodeLease} alive.
 */
public final class DeadNodeWatch extends AbstractBehavior<DeadNodeWatch.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(DeadNodeWatch.class);
    private static final Duration BEAT = Duration.ofMillis(100);
    /** Two beats unanswered. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final Set<MemberStatus> COUNTED = Set.of(MemberStatus.up(), MemberStatus.leaving(),
            MemberStatus.exiting());

    sealed interface Command extends NoSerializationVerificationNeeded {}

    private enum Beat implements Command {
        NOW
    }

    private record Answered(ActorIdentity identity) implements Command {}

    private record Tried(Member member, Found found) implements Command {}

    private final Cluster cluster;
    private final NodeLease lease;
    private final ActorRef<ActorIdentity> answers;
    private final Pulse<Member> pulse;
    private final Set<Member> tried = new HashSet<>();
    private List<Member> members = List.of();
    private boolean wasMember;
    private final Set<Member> buried = new HashSet<>();

    private DeadNodeWatch(ActorContext<Command> context, NodeLease lease) {
        super(context);
        this.cluster = Cluster.get(context.getSystem());
        this.lease = lease;
        this.answers = context.messageAdapter(ActorIdentity.class, Answered::new);
        this.pulse = new Pulse<>(cluster.selfMember(), Member.ordering());
    }

    /** Starts it, once for each node that is a member. */
    public static NodeLease start(ActorSystem<?> system) {
        NodeLease lease = new NodeLease();
        Behavior<Command> watch = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Beat.NOW, BEAT);
            return new DeadNodeWatch(context, lease);
        }));
        system.systemActorOf(watch, "dead-node-watch",
                DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher"));
        return lease;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Beat.class, _ -> {
            beat();
            return this;
        }).onMessage(Answered.class, answer -> {
            answered(answer.identity());
            return this;
        }).onMessage(Tried.class, result -> {
            tried(result);
            return this;
        }).build();
    }

    private void beat() {
        long now = System.nanoTime();
        CurrentClusterState state = cluster.state();
        List<Member> counted = new ArrayList<>();
        state.getMembers().forEach(member -> {
            if (COUNTED.contains(member.status())) {
                counted.add(member);
            }
        });
        members = counted;
        boolean isMember = counted.contains(cluster.selfMember());
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
        pulse.members(counted, now);
        counted.stream().filter(member -> !isSelf(member)).forEach(member -> ask(member, now));
        pulse.late(now, LATE_NANOS).forEach(this::tryPort);
        lease.renew(pulse.majorityAt(now), pulse.isAlone());
        buryTheDead();
    }

    private void buryTheDead() {
        Set<Member> lost = new HashSet<>(cluster.state().getUnreachable());
        pulse.dead(lost).forEach(this::bury);
    }

    private boolean isSelf(Member member) {
        return member.uniqueAddress().equals(cluster.selfUniqueAddress());
    }

    private void ask(Member member, long now) {
        Adapter.toClassic(getContext().getSystem())
                .actorSelection(new RootActorPath(member.address(), "/").child("user"))
                .tell(new Identify(now), Adapter.toClassic(answers));
    }

    private void answered(ActorIdentity identity) {
        identity.getActorRef().ifPresent(there -> {
            Address from = there.path().address();
            members.stream()
                    .filter(member -> member.address().equals(from))
                    .forEach(member -> pulse.answered(member, (Long) identity.correlationId()));
        });
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
            case ACCEPTED -> pulse.connected(result.member());
            case REFUSED -> {
                pulse.refused(result.member());
                buryTheDead();
            }
            case NOTHING -> {
            }
        }
    }

    private void bury(Member member) {
        buried.retainAll(members);
        if (members.contains(member) && buried.add(member)) {
            LOG.warn("{} refuses connections: its process is dead, the cluster goes on without it", member.address());
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
