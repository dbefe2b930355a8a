package io.tandem.tenant.actor;

import static io.tandem.tenant.Samples.directRoutingNumber;
import static io.tandem.tenant.Samples.fullAccount;
import static io.tandem.tenant.Samples.fullNumber;
import static io.tandem.tenant.Samples.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.Service;
import io.tandem.port.actor.NewerBuild;
import io.tandem.tenant.AccountIndex;
import io.tandem.tenant.NumberAssignment;
import io.tandem.tenant.NumberBlock;
import io.tandem.tenant.SortedTree;
import io.tandem.tenant.Tenant;
import io.tandem.tenant.TenantEvent;
import io.tandem.tenant.TenantState;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What was stored once is readable for ever: {@code events/tenant.properties} holds one sample of each version of each
 * event and snapshot, as {@code <name>-<version> = <manifest> <bytes in base64>}. A sample is only ever added. To see
 * the line for a new one, run the test without it.
 */
class StoredEventsTest {
    private static final NumberAssignment ASSIGNMENT = new NumberAssignment("acme",
            Optional.of(Service.DIRECT_ROUTING), Optional.of("h"));

    private static ActorTestKit kit;

    @BeforeAll
    static void startSystem() {
        kit = ActorTestKit.create();
    }

    @AfterAll
    static void stopSystem() {
        kit.shutdownTestKit();
    }

    @Test
    void everyStoredVersionIsStillRead() throws IOException {
        Properties stored = samples();
        List<String> missing = new ArrayList<>();
        Map<String, Object> expected = expected();
        expected.forEach((name, value) -> {
            String sample = stored.getProperty(name);
            if (sample == null) {
                missing.add(name + " = " + written(value));
            } else {
                assertThat(read(sample)).as(name).isEqualTo(value);
            }
        });

        assertThat(missing).as("samples to add").isEmpty();
        assertThat(stored.stringPropertyNames()).isEqualTo(expected.keySet());
    }

    /** A node of a newer build has been here, and has gone again. */
    @Test
    void whatANewerBuildStoresMoreOfIsLeft() throws IOException {
        Properties stored = samples();
        expected().forEach((name, value) -> {
            String[] parts = stored.getProperty(name).split(" ", 2);
            String newer = Base64.getEncoder()
                    .encodeToString(NewerBuild.of(Base64.getDecoder().decode(parts[1]), "slots"));
            assertThat(read(parts[0] + " " + newer)).as(name).isEqualTo(value);
        });
    }

    @Test
    void everyKindOfEventHasASample() {
        Set<Class<?>> sampled = expected().values().stream().map(Object::getClass).collect(Collectors.toSet());

        assertThat(sampled).contains(TenantEvent.class.getPermittedSubclasses());
        assertThat(sampled).contains(NumberBlock.Event.class.getPermittedSubclasses());
        assertThat(sampled).contains(AccountIndex.Event.class.getPermittedSubclasses());
    }

    @Test
    void anEventIsStoredUnderItsNameAndNotItsClass() {
        expected().values()
                .forEach(value -> assertThat(written(value)).doesNotContain("io.tandem")
                        .doesNotContain(
                                value.getClass().getSimpleName()));
    }

    @Test
    void aSnapshotIsTheState() {
        TenantSnapshot.Adapter adapter = new TenantSnapshot.Adapter();
        TenantState state = TenantState.NONE;
        for (TenantEvent event : history()) {
            assertThat(adapter.fromJournal(read(written(adapter.toJournal(state))))).isEqualTo(state);
            state = Tenant.apply(state, event);
        }
        assertThat(adapter.fromJournal(read(written(adapter.toJournal(state))))).isEqualTo(state);
    }

    /** Through all phases, with numbers at rest and under way. */
    private static List<TenantEvent> history() {
        return List.of(new TenantEvent.AccountWished(fullAccount("acme")), new TenantEvent.AccountSettled(),
                new TenantEvent.NumberWished(fullNumber("+441632960001")),
                new TenantEvent.NumberSettled(number("+441632960001")),
                new TenantEvent.NumberWished(directRoutingNumber("+441632960002")),
                new TenantEvent.AccountWished(fullAccount("acme")),
                new TenantEvent.NumberReleasing(number("+441632960001")), new TenantEvent.AccountRefused(),
                new TenantEvent.AccountClosing());
    }

    private static Map<String, Object> expected() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("account-wished-1", new TenantEvent.AccountWished(fullAccount("acme")));
        expected.put("account-settled-1", new TenantEvent.AccountSettled());
        expected.put("account-refused-1", new TenantEvent.AccountRefused());
        expected.put("account-closing-1", new TenantEvent.AccountClosing());
        expected.put("account-deleted-1", new TenantEvent.AccountDeleted());
        expected.put("number-wished-1",
                new TenantEvent.NumberWished(fullNumber("+441632960001")));
        expected.put("number-settled-1",
                new TenantEvent.NumberSettled(number("+441632960001")));
        expected.put("number-refused-1",
                new TenantEvent.NumberRefused(number("+441632960001")));
        expected.put("number-releasing-1",
                new TenantEvent.NumberReleasing(number("+441632960001")));
        expected.put("number-released-1",
                new TenantEvent.NumberReleased(number("+441632960001")));
        expected.put("number-claimed-1", new NumberBlock.Event.NumberClaimed(number("+441632960001"), ASSIGNMENT, 7));
        expected.put("number-freed-1", new NumberBlock.Event.NumberFreed(number("+441632960001"), "acme", 8));
        expected.put("account-listed-1",
                new AccountIndex.Event.AccountListed("acme", Optional.of("contoso"), Optional.empty(), 1,
                        Optional.empty()));
        expected.put("account-listed-2",
                new AccountIndex.Event.AccountListed("acme", Optional.of("contoso"), Optional.empty(), 1,
                        Optional.of(AccountIndex.Routing.OPEN)));
        expected.put("account-struck-1", new AccountIndex.Event.AccountStruck("acme"));
        TenantState state = TenantState.NONE;
        for (TenantEvent event : history()) {
            state = Tenant.apply(state, event);
        }
        expected.put("tenant-1", TenantSnapshot.of(state));
        expected.put("number-block-1", NumberBlock.EMPTY.apply(
                new NumberBlock.Event.NumberClaimed(number("+441632960001"), ASSIGNMENT, 7)));
        expected.put("account-index-1", index(Optional.empty()));
        expected.put("account-index-2", index(Optional.of(AccountIndex.Routing.SCREENED)));
        return expected;
    }

    private static Object index(Optional<AccountIndex.Routing> routing) {
        return new AccountIndexActor.Adapter().toJournal(new AccountIndex(
                SortedTree.<String, AccountIndex.Entry>empty()
                        .with("acme", new AccountIndex.Entry(Optional.of("contoso"), Optional.empty(), 1, routing))));
    }

    private static Properties samples() throws IOException {
        Properties stored = new Properties();
        try (InputStream in = StoredEventsTest.class.getResourceAsStream("/events/tenant.properties")) {
            if (in != null) {
                stored.load(in);
            }
        }
        return stored;
    }

    private static String written(Object value) {
        var serialization = SerializationExtension.get(kit.system());
        var serializer = serialization.findSerializerFor(value);
        return Serializers.manifestFor(serializer, value) + " "
                + Base64.getEncoder().encodeToString(serializer.toBinary(value));
    }

    private static Object read(String sample) {
        String[] parts = sample.split(" ", 2);
        var serialization = SerializationExtension.get(kit.system());
        int id = serialization.findSerializerFor(new TenantEvent.AccountSettled()).identifier();
        return serialization.deserialize(Base64.getDecoder().decode(parts[1]), id, parts[0]).get();
    }
}
