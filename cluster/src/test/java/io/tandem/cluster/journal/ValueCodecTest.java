package io.tandem.cluster.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is on disk stays readable: the samples were written by version 1 and are never changed. */
class ValueCodecTest {
    private static final String EVENT_V1 = "01000001a205b3d000000677726974657200076164617074657201000763616c6c2d7570"
            + "010000001400000000000561626f757400000014000000000008616e737765726564";
    private static final String SNAPSHOT_V1 = "01000001a205b3d00000000000140000000000057374617465";
    private static final long T0 = 1_795_392_000_000L;

    private static ActorSystem system;
    private static ValueCodec codec;

    @BeforeAll
    static void start() {
        system = ActorSystem.create("codec", ConfigFactory.load());
        codec = new ValueCodec(SerializationExtension.get(system));
    }

    @AfterAll
    static void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void writesAndReadsAnEventOfVersionOne() {
        PersistentRepr event = PersistentRepr$.MODULE$.apply("answered", 7, "Call|1", "adapter", false, null,
                "writer").withMetadata("about");
        byte[] value = codec.event(event, "answered", Set.of(Roster.CALL_UP), T0);
        assertThat(HexFormat.of().formatHex(value)).isEqualTo(EVENT_V1);

        PersistentRepr read = codec.event("Call|1", 7, HexFormat.of().parseHex(EVENT_V1));
        assertThat(read).isEqualTo(event);
        assertThat(read.timestamp()).isEqualTo(T0);
        assertThat(read.metadata().get()).isEqualTo("about");
    }

    @Test
    void writesAndReadsASnapshotOfVersionOne() {
        byte[] value = codec.snapshot(SnapshotMetadata.apply("Tenant|1", 7, T0), "state");
        assertThat(HexFormat.of().formatHex(value)).isEqualTo(SNAPSHOT_V1);

        SelectedSnapshot read = codec.snapshot("Tenant|1", 7, HexFormat.of().parseHex(SNAPSHOT_V1));
        assertThat(read.snapshot()).isEqualTo("state");
        assertThat(read.metadata()).isEqualTo(SnapshotMetadata.apply("Tenant|1", 7, T0));
    }

    @Test
    void refusesWhatALaterReleaseWrote() {
        byte[] later = ByteBuffer.allocate(64).put((byte) 2).array();
        assertThatThrownBy(() -> codec.event("Call|1", 1, later)).hasMessageContaining("later release");
    }

    @Test
    void sortsKeysAsTheirNumbersCount() {
        byte[] id = Keys.id("Call|1");
        assertThat(Arrays.compareUnsigned(Keys.numbered(id, 255), Keys.numbered(id, 256))).isNegative();
        assertThat(Arrays.compareUnsigned(Keys.numbered(id, Long.MAX_VALUE),
                Keys.numbered(id, Long.MAX_VALUE + 1))).isNegative();
        assertThat(HexFormat.of().formatHex(Keys.numbered(id, 258))).isEqualTo("000643616c6c7c310000000000000102");
        assertThat(HexFormat.of().formatHex(Keys.ended(T0, id))).isEqualTo("000001a205b3d00043616c6c7c31");
    }
}
