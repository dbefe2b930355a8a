package io.tandem.tenant.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.Service;
import io.tandem.tenant.NumberAssignment;
import io.tandem.tenant.actor.NumberBlockActor.Changed;
import io.tandem.tenant.actor.NumberBlockActor.Contents;
import io.tandem.tenant.number.PhoneNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The directory's cache, its blocks answered by hand and its time an argument. */
class CachedNumberDirectoryTest {
    private static final String NUMBER = "+441632960001";
    private static final long BLOCK = PhoneNumber.blockOf(NUMBER);
    private static final NumberAssignment ACME = new NumberAssignment("acme", Optional.of(Service.OPERATOR_CONNECT),
            Optional.of("h"));

    private record Asked(long block, long knownVersion, CompletableFuture<Contents> answer) {}

    private final List<Asked> asked = new ArrayList<>();
    private long now;
    private final CachedNumberDirectory directory = new CachedNumberDirectory(this::read,
            new DirectorySettings(16, Duration.ofSeconds(6), 4, Duration.ofSeconds(3)), () -> now);

    @Test
    void asksOnceForABlockAndThenKnowsAllOfIt() {
        assertThat(directory.cached(NUMBER)).isEmpty();
        CompletionStage<Lookup> first = directory.find(NUMBER);
        CompletionStage<Lookup> second = directory.find("+441632960999");
        asked.getFirst().answer().complete(contents(4, ACME));

        assertThat(asked).hasSize(1);
        assertThat(first).isCompletedWithValue(held());
        assertThat(second).isCompletedWithValue(new Lookup.Unprovisioned("+441632960999"));
        assertThat(directory.cached(NUMBER)).contains(held());
        assertThat(directory.cached("+441632960998")).contains(new Lookup.Unprovisioned("+441632960998"));
    }

    @Test
    void aBlockThatDoesNotAnswerIsUnavailableAndAskedAgain() {
        CompletionStage<Lookup> lookup = directory.find(NUMBER);
        asked.getFirst().answer().completeExceptionally(new IllegalStateException("no shard"));

        assertThat(lookup).isCompletedWithValue(new Lookup.Unavailable(NUMBER, "no shard"));
        directory.find(NUMBER);
        assertThat(asked).hasSize(2);
    }

    @Test
    void publishedChangesTakeEffectAtOnce() {
        load(4);
        directory.changed(new Changed(BLOCK, 5, 1, Optional.of(ACME)));
        assertThat(directory.cached(NUMBER)).contains(held());

        directory.changed(new Changed(BLOCK, 6, 1, Optional.empty()));
        assertThat(directory.cached(NUMBER)).contains(new Lookup.Unprovisioned(NUMBER));
        directory.changed(new Changed(BLOCK, 5, 1, Optional.of(ACME))); // late
        assertThat(directory.cached(NUMBER)).contains(new Lookup.Unprovisioned(NUMBER));
    }

    @Test
    void aMissedChangeShowsAtTheNextOneAndTheBlockIsReadAgain() {
        load(4);
        directory.changed(new Changed(BLOCK, 6, 2, Optional.of(ACME)));

        assertThat(directory.cached(NUMBER)).contains(new Lookup.Unprovisioned(NUMBER)); // last known truth
        assertThat(asked).hasSize(2);
        asked.getLast().answer().complete(contents(6, ACME));
        assertThat(directory.cached(NUMBER)).contains(held());
    }

    @Test
    void aMissedLastChangeIsFoundWithinTenSeconds() {
        load(4);
        now += TimeUnit.SECONDS.toNanos(7);
        directory.cached(NUMBER);

        assertThat(asked.getLast().knownVersion()).isEqualTo(4);
        asked.getLast().answer().complete(contents(5, ACME));
        assertThat(directory.cached(NUMBER)).contains(held());
    }

    @Test
    void anUnchangedBlockStaysAndIsNotAskedBeforeItsTime() {
        load(4);
        now += TimeUnit.SECONDS.toNanos(7);
        directory.cached(NUMBER);
        asked.getLast().answer().complete(new Contents(BLOCK, 4, true, List.of()));
        now += TimeUnit.SECONDS.toNanos(2);

        assertThat(directory.cached(NUMBER)).isPresent();
        assertThat(asked).hasSize(2);
    }

    @Test
    void theBlocksUsedLongestAgoGoWhenThereAreTooMany() {
        for (int i = 0; i < 40; i++) {
            now += TimeUnit.SECONDS.toNanos(2);
            directory.find("+44" + (100_000_000 + i * 1000));
            asked.getLast().answer().complete(new Contents(44_100_000 + i, 1, false, List.of()));
            assertThat(directory.size()).isLessThanOrEqualTo(16);
        }
        assertThat(directory.cached("+44100039000")).isPresent();
        assertThat(directory.cached("+44100000000")).isEmpty();
    }

    @Test
    void tooManyLoadsAtATimeAreRefused() {
        for (int i = 0; i < 4; i++) {
            directory.find("+44" + (100_000_000 + i * 1000));
        }
        assertThat(directory.find(NUMBER)).isCompletedWithValue(
                new Lookup.Unavailable(NUMBER, "too many look-ups under way"));
    }

    @Test
    void aNumberWithoutAServiceIsUnprovisioned() {
        directory.find(NUMBER);
        asked.getFirst()
                .answer()
                .complete(
                        contents(1, new NumberAssignment("acme", Optional.empty(), Optional.empty())));

        assertThat(directory.cached(NUMBER)).contains(new Lookup.Unprovisioned(NUMBER));
    }

    @Test
    void whatIsNoNumberIsNeverAskedFor() {
        assertThat(directory.cached("alice")).contains(new Lookup.Unprovisioned("alice"));
        assertThat(asked).isEmpty();
    }

    private void load(long version) {
        directory.find(NUMBER);
        asked.getLast().answer().complete(new Contents(BLOCK, version, false, List.of()));
    }

    private CompletionStage<Contents> read(long block, long knownVersion) {
        Asked question = new Asked(block, knownVersion, new CompletableFuture<>());
        asked.add(question);
        return question.answer();
    }

    private static Contents contents(long version, NumberAssignment assignment) {
        return new Contents(BLOCK, version, false, List.of(new Contents.Held(1, assignment)));
    }

    private static Lookup held() {
        return new Lookup.Held(NUMBER, "acme", Service.OPERATOR_CONNECT, Optional.of("h"));
    }
}
