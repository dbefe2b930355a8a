package io.tandem.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.CallId;
import io.tandem.sip.route.Transport;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacketStoreTest {
    private static final CallId ONE = new CallId("zz000000000000000001");
    private static final CallId TWO = new CallId("zz000000000000000002");

    private static void add(PacketStore store, CallId call, long micros) {
        store.accept(Optional.of(call), Optional.empty(),
                new SeenMessage(true, micros, new byte[800], Transport.UDP, Seen.WE, Seen.PEER)); // 1000 with its overhead
    }

    @Test
    void aCallHasItsMessagesInTheOrderInWhichTheyPassed() {
        PacketStore store = new PacketStore(10_000, 10_000);
        add(store, ONE, 3);
        add(store, TWO, 2);
        add(store, ONE, 1);
        assertThat(store.of(ONE)).extracting(SeenMessage::epochMicros).containsExactly(1L, 3L);
        assertThat(store.bytes()).isEqualTo(3_000);
        store.accept(Optional.empty(), Optional.empty(), Seen.message(true, "OPTIONS"));
        assertThat(store.bytes()).as("with one of nobody").isEqualTo(3_000);
    }

    @Test
    void theOldestCallMakesRoom() {
        PacketStore store = new PacketStore(3_000, 3_000);
        add(store, ONE, 1);
        add(store, ONE, 2);
        add(store, TWO, 3);
        add(store, TWO, 4);
        assertThat(store.of(ONE)).isEmpty();
        assertThat(store.of(TWO)).hasSize(2);
        assertThat(store.dropped()).isEqualTo(2);
        assertThat(store.bytes()).isEqualTo(2_000);
    }

    @Test
    void noCallTakesAllTheRoom() {
        PacketStore store = new PacketStore(100_000, 2_500);
        for (int i = 1; i <= 10; i++) {
            add(store, ONE, i);
        }
        assertThat(store.of(ONE)).extracting(SeenMessage::epochMicros).containsExactly(9L, 10L);
        assertThat(store.dropped()).isEqualTo(8);
        assertThat(store.bytes()).isEqualTo(2_000);
    }

    @Test
    void aMessageThatIsTooLongLeavesNothingBehind() {
        PacketStore store = new PacketStore(500, 500);
        add(store, ONE, 1);
        assertThat(store.of(ONE)).isEmpty();
        assertThat(store.bytes()).isZero();
        assertThat(store.dropped()).isEqualTo(1);
    }
}
