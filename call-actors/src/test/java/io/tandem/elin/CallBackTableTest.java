package io.tandem.elin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.elin.CallBackTable.Kept;
import io.tandem.elin.CallBackTable.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who is reached at the number of a place, and how long (NUM-46). */
class CallBackTableTest {
    private static final String ELIN = "+14257275678";

    @Test
    @Tag("NUM-46")
    void ofTwoCallersOfAPlaceTheOneCountsWhoseTimeEndsLastInWhateverOrderTheyAreTold() {
        Row first = new Row(ELIN, "+441632960111", 1_000);
        Row second = new Row(ELIN, "+441632960222", 2_000);

        assertThat(kept(kept(CallBackTable.EMPTY, first, 0), second, 0).counting(0)).containsExactly(second);
        assertThat(kept(CallBackTable.EMPTY, second, 0).keep(first, 0)).as("no event for it").isEmpty();
    }

    @Test
    @Tag("NUM-46")
    void aRowCountsUntilItsEndAndIsForgottenWithTheNextThatComes() {
        CallBackTable table = kept(CallBackTable.EMPTY, new Row(ELIN, "+441632960111", 1_000), 0);
        assertThat(table.counting(999)).hasSize(1);
        assertThat(table.counting(1_000)).isEmpty();

        assertThat(kept(table, new Row("+14257275999", "+441632960222", 3_000), 1_000).rows())
                .containsOnlyKeys("+14257275999");
        assertThat(table.keep(new Row(ELIN, "+441632960333", 1_500), 1_500)).as("over before it has come").isEmpty();
    }

    @Test
    @Tag("NUM-46")
    void aFullTableGivesUpWhatEndsFirst() {
        CallBackTable table = CallBackTable.EMPTY;
        for (int i = 0; i <= CallBackTable.MOST_ROWS; i++) {
            table = kept(table, new Row("+1425727" + (1_000 + i), "+441632960111", 10_000 + i), 0);
        }
        assertThat(table.rows()).hasSize(CallBackTable.MOST_ROWS)
                .doesNotContainKey("+14257271000")
                .containsKey("+1425727" + (1_000 + CallBackTable.MOST_ROWS));
    }

    private static CallBackTable kept(CallBackTable table, Row row, long now) {
        return table.apply(table.keep(row, now).orElseGet(() -> new Kept(row, now)));
    }
}
