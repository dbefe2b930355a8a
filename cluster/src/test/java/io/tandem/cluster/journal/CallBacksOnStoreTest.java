package io.tandem.cluster.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tandem.elin.actor.SharedCallBacks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of call-backs on the embedded store: whoever called for help is reached after a restart too (NUM-46). */
class CallBacksOnStoreTest {
    /** Of one part: enough for a snapshot, and some events after it. */
    private static final int PLACES = 250;

    @TempDir
    private Path data;
    private ActorTestKit kit;
    private SharedCallBacks callBacks;

    @BeforeEach
    void start() {
        Config config = ConfigFactory.parseString("""
                pekko.actor.provider = cluster
                pekko.actor.serialize-messages = on
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                pekko.cluster.jmx.enabled = off
                """).withFallback(StoreConfig.in(data));
        kit = ActorTestKit.create("call-backs-on-store", config);
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        callBacks = SharedCallBacks.start(kit.system(), Duration.ofMinutes(30), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    @Tag("F-146")
    @Tag("NUM-46")
    void outlivesARestartAndIsAskedWhileTheCopyIsNotThereYet() {
        awaitReady();
        callBacks.keep("+14257275678", "+441632960111");
        callBacks.keep("+14257275679", "+441632960112");
        for (int i = 0; i < PLACES; i++) {
            callBacks.keep(place(i), "+441632961" + (100 + i));
        }
        assertThat(callBacks.callerOf("+14257275678")).as("at once on the node of the call").contains("+441632960111");
        awaitStored();

        stop();
        start();

        assertThat(callBacks.find("+14257275678").toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join())
                .contains("+441632960111");
        awaitReady();
        assertThat(callBacks.callerOf("+14257275679")).contains("+441632960112");
        assertThat(callBacks.size()).isEqualTo(PLACES + 2);
        assertThat(callBacks.callerOf(place(PLACES - 1))).contains("+441632961" + (100 + PLACES - 1));
        assertThat(callBacks.callerOf("+14257270000")).isEmpty();
    }

    private static String place(int i) {
        return "+1425728" + (1_000 + i) + "0";
    }

    private void awaitReady() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(callBacks::ready);
    }

    private void awaitStored() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> callBacks.underWay() == 0);
        assertThat(callBacks.unshared()).isZero();
    }
}
