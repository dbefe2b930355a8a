package io.tandem.cluster.journal.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.TestCassandra;
import io.tandem.cluster.journal.cassandra.CassandraSettings.WhenAway;
import io.tandem.port.CallId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls in a real Cassandra: what is kept, what is refused, and what becomes of calls while it is frozen or dead. */
class CassandraJournalIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger ADDRESSES = new AtomicInteger('a');
    private static String keyspace;

    @TempDir
    private Path data;
    /** The service address of the test. */
    private final char address = (char) ADDRESSES.getAndIncrement();
    private StoreOnTest node;

    @BeforeAll
    static void keyspace() {
        keyspace = TestCassandra.newKeyspace();
    }

    @BeforeEach
    void start() {
        node = start("node-1", WhenAway.REFUSE);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private StoreOnTest start(String name, WhenAway whenAway) {
        return new StoreOnTest(name, keyspace, data.resolve(name), whenAway);
    }

    private String call(int number) {
        return address + "0" + "%018d".formatted(number);
    }

    private CallId id(int number) {
        return CallId.parse(call(number)).orElseThrow();
    }

    @Test
    void keepsTheEventsOfACallInTheirOrder() {
        node.answer(call(1));
        assertThat(node.write(call(1), 2, "held")).isTrue();
        assertThat(node.write(call(1), 3, "over", "call-over")).isTrue();
        assertThat(node.replay(call(1))).containsExactly("answered", "held", "over");
        assertThat(node.replay(call(2))).isEmpty();
    }

    @Test
    void tellsANewOwnerWhichCallsAreUpAndLocksTheOldOneOut() {
        assertThat(node.store().of(address)).isEmpty();
        node.answer(call(1));
        node.answer(call(2));
        node.write(call(2), 2, "over", "call-over");
        node.answer(call(3)); // an end is told late, at the latest with the next answer
        assertThat(node.store().of(address)).containsExactlyInAnyOrder(id(1), id(3));
        try (StoreOnTest second = start("node-2", WhenAway.REFUSE)) {
            assertThat(second.store().of(address)).containsExactlyInAnyOrder(id(1), id(3));
            second.answer(call(4));
            try (StoreOnTest third = start("node-3", WhenAway.REFUSE)) {
                assertThat(third.store().of(address)).containsExactlyInAnyOrder(id(1), id(3), id(4));
            }
        }
    }

    @Test
    void beginsTheRosterAnewFromTimeToTimeAndIsStoppedByAnotherOwner() {
        assertThat(node.store().of(address)).isEmpty();
        for (int call = 0; call < 30; call++) {
            node.answer(call(call));
        }
        for (int call = 0; call < 20; call++) {
            node.write(call(call), 2, "over", "call-over");
        }
        assertThat(node.rosterRows(address)).as("a row for each answer").isGreaterThanOrEqualTo(30);
        node.store().beginEpochs();
        await("one row with who is up, the old ones dropped").atMost(PATIENCE)
                .until(() -> node.rosterRows(address) == 1);
        node.answer(call(40));
        try (StoreOnTest second = start("node-2", WhenAway.REFUSE)) {
            assertThat(second.store().of(address)).hasSize(11).contains(id(29), id(40)).doesNotContain(id(0));
            node.answer(call(41));
            node.store().beginEpochs();
            await("the first owner knows").atMost(PATIENCE)
                    .until(() -> !node.write(call(50), 1, "answered", "call-up"));
            second.answer(call(60));
            assertThat(second.store().of(address)).contains(id(60)).doesNotContain(id(50));
        }
    }

    @Test
    void aMoveOfTheHeadWhoseOutcomeNobodyToldIsItsOwn() {
        assertThat(node.store().of(address)).isEmpty();
        node.answer(call(1));
        node.headMovedByOne(address); // as a move does that was late for its limit, and took place
        node.store().beginEpochs();
        await("the calls that are up, in the epoch that the head stands in").atMost(PATIENCE)
                .until(() -> node.rosterRows(address) == 1);
        node.answer(call(2));
        node.store().beginEpochs();
        node.answer(call(3));
        assertThat(node.store().of(address)).contains(id(1), id(2), id(3));
    }

    @Test
    void anAddressThatIsAnothersIsNoOutageOfTheDatabase() {
        assertThat(node.store().of(address)).isEmpty();
        node.answer(call(1));
        try (StoreOnTest second = start("node-2", WhenAway.REFUSE)) {
            assertThat(second.store().of(address)).contains(id(1));
            node.answer(call(2));
            node.store().beginEpochs();
            await("the first owner knows").atMost(PATIENCE)
                    .until(() -> !node.write(call(3), 1, "answered", "call-up"));
            for (int call = 4; call < 10; call++) {
                assertThat(node.write(call(call), 1, "answered", "call-up")).isFalse();
            }
            assertThat(node.figure("away")).isZero();
        }
    }

    @Test
    void readsARosterOfFiveThousandCallsInUnderFiveSeconds() {
        Set<String> up = new HashSet<>();
        for (int call = 0; call < 5000; call++) {
            up.add(call(call));
        }
        node.beginRoster(address, up);
        long before = System.nanoTime();
        assertThat(node.store().of(address)).hasSize(5000);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void strikesACallOffThatTurnsOutToBeOver() {
        node.answer(call(1));
        node.write(call(1), 2, "over", "call-over");
        node.answer(call(2));
        try (StoreOnTest second = start("node-2", WhenAway.REFUSE)) { // before the first one has told of the end
            second.store().of(address).forEach(up -> second.replay(up.value()));
            assertThat(second.store().of(address)).containsExactly(id(2));
        }
    }

    @Test
    void keepsSnapshotsOfAccounts() {
        node.saveSnapshot("Tenant|" + address, 7, "all of it");
        try (StoreOnTest second = start("node-2", WhenAway.REFUSE)) {
            assertThat(second.loadSnapshot("Tenant|" + address)).isEqualTo("all of it");
        }
    }

    @Test
    void readsNothingOfACallThatWasMadeHereJustNow() throws IOException {
        TestCassandra.server().freeze();
        try {
            node.store().begins(id(1));
            assertThat(node.replay(call(1))).isEmpty();
        } finally {
            TestCassandra.server().thaw();
        }
    }

    @Test
    void refusesAnAnswerInTimeWhenTheDatabaseIsFrozenAndForgetsIt() throws IOException {
        TestCassandra.server().freeze();
        try {
            long before = System.nanoTime();
            assertThat(node.write(call(1), 1, "answered", "call-up")).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            assertThat(node.replay(call(1))).as("as if it had never been").isEmpty();
            assertThat(node.figure("refused_answers")).isEqualTo(1);
        } finally {
            TestCassandra.server().thaw();
        }
        awaitBack();
        assertThat(node.replay(call(1))).as("though the database may have had it in its queue").isEmpty();
        try (StoreOnTest second = start("node-2", WhenAway.REFUSE)) {
            assertThat(second.replay(call(1))).isEmpty();
            assertThat(second.store().of(address)).isEmpty();
        }
    }

    @Test
    void keepsWhatCallsSayWhileTheDatabaseIsKilledAndHandsItOverInOrder() throws IOException {
        node.answer(call(1));
        node.answer(call(2));
        for (int call = 100; call < 120; call++) {
            node.answer(call(call));
        }
        TestCassandra.server().kill();
        try {
            await("the node knows").atMost(PATIENCE).until(() -> !node.store().takesAnswers());
            assertThat(node.write(call(1), 2, "held")).isTrue();
            assertThat(node.write(call(1), 3, "resumed")).isTrue();
            assertThat(node.write(call(2), 2, "over", "call-over")).isTrue();
            assertThat(node.write(call(3), 1, "over", "call-over")).as("an attempt that nobody answered").isTrue();
            assertThat(node.write(call(4), 1, "answered", "call-up")).isFalse();
            assertThat(node.figure("spool_events")).isEqualTo(4);
            assertThat(node.replay(call(3))).containsExactly("over");
        } finally {
            TestCassandra.server().start();
        }
        awaitBack();
        assertThat(node.write(call(1), 4, "held again")).isTrue();
        try (StoreOnTest second = start("node-2", WhenAway.REFUSE)) {
            assertThat(second.replay(call(1))).containsExactly("answered", "held", "resumed", "held again");
            assertThat(second.replay(call(2))).containsExactly("answered", "over");
            assertThat(second.replay(call(3))).containsExactly("over");
            assertThat(second.store().of(address)).as("none of those answered before is lost")
                    .hasSize(21)
                    .contains(
                            id(1), id(119));
        }
    }

    @Test
    void carriesAnswersOnWhereItIsToldToAndHandsThemOverAfterAKillOfItsOwn() throws IOException {
        node.close();
        node = start("node-1", WhenAway.CARRY_ON);
        assertThat(node.store().of(address)).isEmpty();
        TestCassandra.server().freeze();
        try {
            assertThat(node.write(call(1), 1, "answered", "call-up")).isTrue();
            assertThat(node.write(call(1), 2, "held")).isTrue();
            assertThat(node.store().takesAnswers()).isTrue();
            assertThat(node.figure("undurable_answers")).isEqualTo(1);
            assertThat(node.replay(call(1))).containsExactly("answered", "held");
            node.close(); // what it has is in its spool
        } finally {
            TestCassandra.server().thaw();
        }
        node = start("node-1", WhenAway.CARRY_ON);
        assertThat(node.store().of(address)).containsExactly(id(1));
        awaitBack();
        assertThat(node.replay(call(1))).containsExactly("answered", "held");
    }

    @Test
    void neverPutsWhatWaitedInThePlaceOfWhatAnotherNodeHasWrittenSince() throws IOException {
        node.answer(call(1));
        TestCassandra.server().freeze();
        try {
            assertThat(node.write(call(1), 2, "held")).isTrue();
            node.close();
        } finally {
            TestCassandra.server().thaw();
        }
        try (StoreOnTest second = start("node-2", WhenAway.REFUSE)) {
            await("no insert of the first is under way").pollDelay(Duration.ofSeconds(1))
                    .atMost(PATIENCE)
                    .until(
                            () -> second.replay(call(1)).size() <= 2);
            if (second.replay(call(1)).size() == 1) {
                assertThat(second.write(call(1), 2, "over", "call-over")).isTrue();
            }
            String told = second.replay(call(1)).getLast().toString();
            node = start("node-1", WhenAway.REFUSE);
            awaitBack();
            assertThat(second.replay(call(1))).containsExactly("answered", told);
        }
    }

    private void awaitBack() {
        await("the database is back, and nothing waits").atMost(PATIENCE)
                .until(
                        () -> node.figure("away") == 0 && node.figure("spool_events") == 0
                                && node.store().takesAnswers() && node.store().waiting() == 0);
    }
}
