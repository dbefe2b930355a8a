package io.tandem.cluster.boot;

import io.tandem.ops.health.Health;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;

/** When a node may be sent calls: it is a member of its cluster and its listeners are open. */
final class Readiness {
    private static final Duration MEMBER_LIMIT = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Health health = new Health(Clock.systemUTC());
    private volatile boolean open;

    Readiness(ActorSystem<?> system) {
        cluster = Cluster.get(system);
        health.register("cluster", this::member);
        health.register("listeners", () -> open ? new Health.State.Up("open") : new Health.State.Down("not open yet"));
    }

    Health health() {
        return health;
    }

    /** Calls need shards, and shards need a member that is up. */
    void awaitMember() throws StartFailure {
        CompletableFuture<Void> up = new CompletableFuture<>();
        cluster.registerOnMemberUp(() -> up.complete(null));
        try {
            up.get(MEMBER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new StartFailure("the node did not become a member of its cluster in " + MEMBER_LIMIT.toSeconds()
                    + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted at start", interrupted);
        } catch (java.util.concurrent.ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void open() {
        open = true;
    }

    private Health.State member() {
        MemberStatus status = cluster.selfMember().status();
        return status.equals(MemberStatus.up())
                ? new Health.State.Up("up")
                : new Health.State.Down("member is " + status);
    }
}
