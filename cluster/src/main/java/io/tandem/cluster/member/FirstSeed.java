package io.tandem.cluster.member;

import io.tandem.cluster.member.Founding.Decision;
import io.tandem.cluster.member.Founding.Word;
import io.tandem.cluster.member.PortProbe.Found;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorIdentity;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.RootActorPath;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first of the seed nodes, before it joins. Pekko lets it found a cluster when no other seed node has answered for some
 * seconds, which busy nodes do not do either; so this asks them first, and over TCP too, and waits as long as a process is
 * there that says nothing ({@link Founding}). Ends when it has joined or founded.
 */
final class FirstSeed extends AbstractBehavior<FirstSeed.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(FirstSeed.class);
    private static final String MEMBER = "cluster-member";
    private static final Duration BEAT = Duration.ofMillis(250);
    /** So long a living node says nothing at worst, and a machine that is gone has said nothing. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    sealed interface Command extends NoSerializationVerificationNeeded {}

    private enum Beat implements Command {
        NOW
    }

    private record Answered(ActorIdentity identity) implements Command {}

    private record Probed(Address node, Found found) implements Command {}

    private final Cluster cluster;
    private final List<Address> seeds;
    private final List<Address> others;
    private final ActorRef<ActorIdentity> answers;
    private final Founding<Address> founding;
    private final Set<Address> probed = new HashSet<>();
    private final long since = System.nanoTime();
    private boolean saidCutOff;

    private FirstSeed(ActorContext<Command> context, List<Address> seeds) {
        super(context);
        this.cluster = Cluster.get(context.getSystem());
        this.seeds = seeds;
        this.others = seeds.subList(1, seeds.size());
        this.answers = context.messageAdapter(ActorIdentity.class, Answered::new);
        this.founding = new Founding<>(others);
    }

    /** @param seeds this node, and the others behind it */
    static void start(ActorSystem<?> system, List<Address> seeds) {
        Behavior<Command> asking = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Beat.NOW, Duration.ZERO, BEAT);
            return new FirstSeed(context, seeds);
        }));
        system.systemActorOf(asking, "first-seed", DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher"));
    }

    /** From now on this node says that it is a member, when it is asked. */
    static void sayMember(ActorSystem<?> system) {
        system.systemActorOf(Behaviors.<Void>empty(), MEMBER, Props.empty());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Beat.class, _ -> {
            others.forEach(this::ask);
            return decide();
        }).onMessage(Answered.class, answer -> {
            Address node = AddressFromURIString.parse((String) answer.identity().correlationId());
            founding.heard(node, answer.identity().getActorRef().isPresent() ? Word.MEMBER : Word.NO_MEMBER);
            return decide();
        }).onMessage(Probed.class, result -> {
            probed.remove(result.node());
            switch (result.found()) {
                case ACCEPTED -> founding.alive(result.node());
                case REFUSED -> founding.heard(result.node(), Word.NO_PROCESS);
                case NOTHING -> {
                }
            }
            return decide();
        }).build();
    }

    private void ask(Address node) {
        Adapter.toClassic(getContext().getSystem())
                .actorSelection(new RootActorPath(node, "/").child("system").child(MEMBER))
                .tell(new Identify(node.toString()), Adapter.toClassic(answers));
        ActorRef<Command> self = getContext().getSelf();
        if (probed.add(node)) {
            PortProbe.probe(node, found -> self.tell(new Probed(node, found)));
        }
    }

    private Behavior<Command> decide() {
        Decision decision = founding.decide(System.nanoTime() - since > PATIENCE.toNanos());
        switch (decision) {
            case JOIN -> {
                LOG.info("{} is a member of a cluster: asks to be let in", others);
                cluster.joinSeedNodes(others);
            }
            case FOUND -> {
                LOG.info("none of {} is a member of a cluster: founds one", names());
                cluster.joinSeedNodes(seeds); // and asks once more, those too that speak an older build's words
            }
            case FOUND_IN_DOUBT -> {
                LOG.warn("{} have not said for {} s whether they have a cluster: founds one. Should they have one, "
                        + "end this node and start it again when it can reach them", names(), PATIENCE.toSeconds());
                cluster.joinSeedNodes(seeds);
            }
            case CUT_OFF -> {
                if (!saidCutOff) {
                    saidCutOff = true;
                    LOG.warn(
                            "most of {} have not said for {} s whether they have a cluster: this node founds none, for it may be "
                                    + "the one that is cut off. It goes on asking; where the others are gone for good, take them out of "
                                    + "tandem.cluster.seed-nodes",
                            names(), PATIENCE.toSeconds());
                }
                return this;
            }
            case WAIT -> {
                return this;
            }
        }
        return Behaviors.stopped();
    }

    private String names() {
        return others.stream().map(Address::hostPort).collect(Collectors.joining(", "));
    }
}
