package io.tandem.cluster.boot;

import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.member.Formation;
import io.tandem.cluster.member.Majority;
import io.tandem.ops.health.Health;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/** When a node may be sent calls: it is a member of its cluster and its listeners are open. */
final class Readiness {
    private static final Duration NAMES_AGAIN = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final Cluster cluster;
    private final Health health = new Health(Clock.systemUTC());
    private volatile boolean open;

    Readiness(ActorSystem<?> system) {
        this.system = system;
        cluster = Cluster.get(system);
        health.register("cluster", this::member);
        health.register("listeners", () -> open ? new Health.State.Up("open") : new Health.State.Down("not open yet"));
    }

    Health health() {
        return health;
    }

    /** Joins the cluster: calls need shards, and shards need a member that is up. */
    void awaitMember(TandemConfig.Joining settings) throws StartFailure {
        CompletableFuture<Void> up = new CompletableFuture<>();
        cluster.registerOnMemberUp(() -> up.complete(null));
        system.getWhenTerminated().thenRun(() -> up.completeExceptionally(new IllegalStateException("refused")));
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        boolean asked = false;
        try {
            while (true) {
                asked = asked || Formation.join(system, settings);
                long left = deadline - System.nanoTime();
                try {
                    up.get(asked ? left : Math.min(left, NAMES_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
                    return;
                } catch (TimeoutException late) {
                    if (System.nanoTime() >= deadline) {
                        throw notLetIn(settings, late);
                    }
                }
            }
        } catch (ExecutionException stopped) {
            throw new StartFailure(
                    "the cluster does not let this node in: it is configured otherwise, or was told to go; "
                            + "the lines before this one, or those of the node that was asked, say in what",
                    stopped);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted at start", interrupted);
        }
    }

    private static StartFailure notLetIn(TandemConfig.Joining settings, TimeoutException late) {
        return new StartFailure("the node did not become a member of its cluster in "
                + settings.timeout().toSeconds() + " s (tandem.cluster.join-timeout)"
                + (settings.seeds().isEmpty()
                        ? ""
                        : ": does one of tandem.cluster.seed-nodes run, and does the first of them, where none has "
                                + "founded the cluster yet?"),
                late);
    }

    void open() {
        open = true;
    }

    /** Up, and on the side that goes on should the cluster have come apart. */
    private Health.State member() {
        MemberStatus status = cluster.selfMember().status();
        if (!status.equals(MemberStatus.up())) {
            return new Health.State.Down("member is " + status);
        }
        CurrentClusterState state = cluster.state();
        List<Member> members = new ArrayList<>();
        state.getMembers().forEach(members::add);
        Set<Member> unreachable = state.getUnreachable();
        String left = members.size() - unreachable.size() + " of " + members.size() + " members";
        return Majority.held(members, unreachable, Member.ordering())
                ? new Health.State.Up(unreachable.isEmpty() ? "up, of " + members.size() : "up, reaches " + left)
                : new Health.State.Down("reaches only " + left);
    }
}
