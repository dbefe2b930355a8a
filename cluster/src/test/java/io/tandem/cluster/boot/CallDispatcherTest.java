package io.tandem.cluster.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import scala.concurrent.ExecutionContext;

class CallDispatcherTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static Config local() {
        return ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.parseResources(
                        "pekko.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    private static Behavior<CompletableFuture<String>> namesItsThread() {
        return Behaviors.receiveMessage(answer -> {
            answer.complete(Thread.currentThread().getName());
            return Behaviors.same();
        });
    }

    private static String threadOf(ActorSystem<SpawnProtocol.Command> system, Props props) throws Exception {
        ActorRef<CompletableFuture<String>> actor = AskPattern.ask(system,
                (ActorRef<ActorRef<CompletableFuture<String>>> replyTo) -> new SpawnProtocol.Spawn<>(namesItsThread(),
                        "", props, replyTo),
                LIMIT, system.scheduler()).toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<String> answer = new CompletableFuture<>();
        actor.tell(answer);
        return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void runsCallsOnTheExecutorThatTheSystemIsGivenAndNothingElse() throws Exception {
        ExecutorService loops = Executors.newSingleThreadExecutor(work -> new Thread(work, "loop"));
        ActorSystem<SpawnProtocol.Command> system = ActorSystem.create(SpawnProtocol.create(), "test",
                BootstrapSetup.create(local()).withDefaultExecutionContext(ExecutionContext.fromExecutor(loops)));
        try {
            assertThat(threadOf(system, DispatcherSelector.fromConfig("tandem.call-dispatcher"))).isEqualTo("loop");
            assertThat(threadOf(system, DispatcherSelector.defaultDispatcher())).startsWith("test-");
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            loops.shutdown();
        }
    }
}
