package io.tandem.media.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ThreadPriorityTest {
    /** proc_pid_stat(5): nice is the nineteenth word, the seventeenth behind the name in brackets. */
    private static final int NICE = 16;

    @Test
    void theThreadThatAsksIsNicedAndNoOther() throws Exception {
        int before = niceness();
        CompletableFuture<Integer> asked = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                asked.complete(ThreadPriority.nice(before + 3) ? niceness() : Integer.MIN_VALUE);
            } catch (Exception e) {
                asked.completeExceptionally(e);
            }
        }).join();
        assertThat(asked.get()).isEqualTo(before + 3);
        assertThat(niceness()).isEqualTo(before);
    }

    private static int niceness() throws Exception {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
    }
}
