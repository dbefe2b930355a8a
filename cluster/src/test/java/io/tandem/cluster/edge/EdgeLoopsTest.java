package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.cluster.edge.EdgeLoops.Polling;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EdgeLoopsTest {

    @ParameterizedTest
    @EnumSource(Polling.class)
    void workGivenOnALoopStaysOnThatLoopBehindWhatRuns(Polling polling) throws Exception {
        try (EdgeLoops loops = EdgeLoops.start(3, polling)) {
            ExecutorService executor = loops.executor();
            List<String> order = new CopyOnWriteArrayList<>();
            CompletableFuture<Thread> first = new CompletableFuture<>();
            CompletableFuture<Thread> second = new CompletableFuture<>();
            executor.execute(() -> {
                executor.execute(() -> {
                    order.add("given");
                    second.complete(Thread.currentThread());
                });
                order.add("giver");
                first.complete(Thread.currentThread());
            });
            assertThat(second.get(5, TimeUnit.SECONDS)).isSameAs(first.get(5, TimeUnit.SECONDS));
            assertThat(order).containsExactly("giver", "given");
        }
    }

    @Test
    void workFromElsewhereGoesToTheLoopsInTurn() throws Exception {
        try (EdgeLoops loops = EdgeLoops.start(3, Polling.best())) {
            Set<Thread> threads = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                threads.add(loops.executor().submit(Thread::currentThread).get(5, TimeUnit.SECONDS));
            }
            assertThat(threads).hasSize(3);
        }
    }

    @Test
    void workOnALoopOfAnotherGroupIsWorkFromElsewhere() throws Exception {
        try (EdgeLoops loops = EdgeLoops.start(1, Polling.best());
                EdgeLoops others = EdgeLoops.start(1, Polling.best())) {
            CompletableFuture<Thread> ran = new CompletableFuture<>();
            Thread other = others.executor().submit(() -> {
                loops.executor().execute(() -> ran.complete(Thread.currentThread()));
                return Thread.currentThread();
            }).get(5, TimeUnit.SECONDS);
            assertThat(ran.get(5, TimeUnit.SECONDS)).isNotSameAs(other);
        }
    }

    @Test
    void aViewThatIsShutDownRefusesAndTheLoopsGoOn() throws Exception {
        try (EdgeLoops loops = EdgeLoops.start(1, Polling.best())) {
            ExecutorService view = loops.executor();
            view.shutdown();
            assertThat(view.isTerminated()).isTrue();
            assertThatThrownBy(() -> view.execute(() -> {
            })).isInstanceOf(RejectedExecutionException.class);
            assertThat(loops.executor().submit(() -> "on").get(5, TimeUnit.SECONDS)).isEqualTo("on");
        }
    }
}
