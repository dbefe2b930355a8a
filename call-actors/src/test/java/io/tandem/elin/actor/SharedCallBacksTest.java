package io.tandem.elin.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.elin.CallBackTable;
import io.tandem.elin.CallBackTable.Kept;
import io.tandem.elin.CallBackTable.Row;
import java.io.NotSerializableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node's copy of the call-backs, and what it tells the parts of the table. */
class SharedCallBacksTest {
    private static final String ELIN = "+14257275678";
    private static final String CALLER = "+441632960111";

    private final List<Row> told = new ArrayList<>();
    private final List<Row> table = new ArrayList<>();
    private int failures;
    private Instant now = Instant.ofEpochMilli(1_000_000);

    private final SharedCallBacks shared = new SharedCallBacks(new SharedCallBacks.Parts() {
        @Override
        public CompletionStage<CallBackActor.Done> keep(Row row) {
            told.add(row);
            return failures-- > 0
                    ? CompletableFuture.failedStage(new TimeoutException("no answer"))
                    : CompletableFuture.completedStage(new CallBackActor.Done(row.elin()));
        }

        @Override
        public CompletionStage<CallBackActor.Found> find(String elin) {
            return failures-- > 0
                    ? CompletableFuture.failedStage(new TimeoutException("no answer"))
                    : CompletableFuture.completedStage(new CallBackActor.Found(table));
        }
    }, Duration.ofMinutes(30), () -> now);

    @Test
    @Tag("NUM-46")
    void aCallerIsReachedForTheTimeGivenAndNoLonger() {
        shared.keep(ELIN, CALLER);
        now = now.plus(Duration.ofMinutes(30)).minusMillis(1);
        assertThat(shared.callerOf(ELIN)).contains(CALLER);
        now = now.plusMillis(1);
        assertThat(shared.callerOf(ELIN)).isEmpty();
        shared.forgetOver();
        assertThat(shared.size()).isZero();
    }

    @Test
    void aPartThatDoesNotAnswerIsToldAgainAndAtLastItIsCounted() {
        failures = 2;
        shared.keep(ELIN, CALLER);
        assertThat(told).hasSize(3).allMatch(row -> row.equals(told.getFirst()));
        assertThat(shared.unshared()).isZero();

        failures = 100;
        shared.keep("+14257275999", CALLER);
        assertThat(shared.unshared()).isEqualTo(1);
        assertThat(shared.callerOf("+14257275999")).as("this node knows it all the same").contains(CALLER);
    }

    @Test
    void aNodeThatHasNotHeardOfAllAsksThePartAndTakesNoAnswerForNobody() {
        assertThat(shared.ready()).isFalse();
        table.add(new Row(ELIN, CALLER, now.toEpochMilli() + 1));
        failures = 1;
        assertThat(shared.find(ELIN).toCompletableFuture().join()).isEmpty();
        assertThat(shared.find(ELIN).toCompletableFuture().join()).contains(CALLER);
        assertThat(shared.find("911").toCompletableFuture().join()).isEmpty();
        assertThat(shared.callerOf(ELIN)).as("and remembers it").contains(CALLER);
    }

    /** What any build ever wrote stays readable by every later one: never regenerated. */
    @Test
    void whatWasStoredOnceIsReadableForEver() throws NotSerializableException {
        CallBackStoreSerializer serializer = new CallBackStoreSerializer();
        Kept kept = new Kept(new Row(ELIN, CALLER, 1_764_230_400_000L), 1_764_228_600_000L);
        CallBackTable all = CallBackTable.of(List.of(kept.row()));

        assertThat(serializer.fromBinary(HexFormat.of().parseHex(KEPT_1), "call-back-kept")).isEqualTo(kept);
        assertThat(serializer.fromBinary(HexFormat.of().parseHex(TABLE_1), "call-backs")).isEqualTo(all);
        assertThat(serializer.fromBinary(serializer.toBinary(kept), serializer.manifest(kept))).isEqualTo(kept);
        assertThat(serializer.fromBinary(serializer.toBinary(all), serializer.manifest(all))).isEqualTo(all);
    }

    private static final String KEPT_1 = "a464656c696e6c2b31343235373237353637386663616c6c65726d2b34343136333239363031313165756e74696c1b000001"
            + "9ac45388006261741b0000019ac43810c0";
    private static final String TABLE_1 = "a164726f777381a364656c696e6c2b31343235373237353637386663616c6c65726d2b34343136333239363031313165756e"
            + "74696c1b0000019ac4538800";
}
