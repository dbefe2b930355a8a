package io.tandem.tenant.actor;

import static io.tandem.tenant.Samples.fullAccount;
import static io.tandem.tenant.Samples.fullNumber;
import static io.tandem.tenant.Samples.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.tandem.port.CustomerDirectory.Customer;
import io.tandem.port.Service;
import io.tandem.port.actor.WireSamples;
import io.tandem.tenant.Account;
import io.tandem.tenant.AccountIndex;
import io.tandem.tenant.Mistake;
import io.tandem.tenant.NumberAssignment;
import io.tandem.tenant.NumberBlock;
import io.tandem.tenant.NumberCounts;
import io.tandem.tenant.ProvisionedNumber;
import io.tandem.tenant.ProvisioningStatus;
import io.tandem.tenant.TenantInput;
import io.tandem.tenant.TenantReply;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What tenants, blocks, the index and the nodes' copies of them tell each other. */
class TenantMessagesTest {
    private static final NumberAssignment ASSIGNMENT = new NumberAssignment("acme", Optional.of(Service.DIRECT_ROUTING),
            Optional.of("h"));
    private static final RecursiveComparisonConfiguration STRICT = RecursiveComparisonConfiguration.builder()
            .withStrictTypeChecking(true)
            .build();

    private static ActorTestKit kit;
    private static WireSamples wire;

    @BeforeAll
    static void start() throws IOException {
        kit = ActorTestKit.create(ConfigFactory.parseString("""
                pekko.actor.provider = remote
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                """).withFallback(ConfigFactory.load()));
        wire = WireSamples.of(kit.system(), "/wire/tenants.properties");
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void everyMessageThatMayCrossHasANameAndASample() {
        Set<Class<?>> messages = new HashSet<>();
        Stream.of(TenantActor.Command.class, NumberBlockActor.Command.class, AccountIndexActor.Command.class,
                CustomerFeed.Command.class, TenantReply.class)
                .flatMap(protocol -> Arrays.stream(protocol.getPermittedSubclasses()))
                .filter(type -> !NoSerializationVerificationNeeded.class.isAssignableFrom(type))
                .forEach(messages::add);
        messages.addAll(List.of(NumberBlockActor.Contents.class, NumberBlockActor.Changed.class,
                AccountIndexActor.Names.class));
        Set<Class<?>> sampled = new HashSet<>();
        messages().values().forEach(message -> sampled.add(message.getClass()));

        assertThat(new HashSet<>(TenantMessageSerializer.MESSAGES.values())).isEqualTo(messages);
        assertThat(sampled).isEqualTo(messages);
    }

    @Test
    void everyMessageOfTenantsArrivesAsItWasSent() {
        messages().forEach((name, message) -> wire.assertArrives(name, message, STRICT));
    }

    /** Two builds in one cluster: what an older one sends is read for as long as the two may meet. */
    @Test
    void whatOlderBuildsSendIsStillRead() {
        wire.assertRead(messages(), STRICT);
        wire.assertMoreIsLeft(messages(), STRICT);
    }

    @Test
    void aNewerBuildsFurtherComponentsAreLeftAndAnOlderOnesMissingOnesAreEmpty() {
        assertThat(wire.read(TenantMessageSerializer.class, "block-contents",
                Map.of("block", 44163296, "version", 3, "colour", "blue")))
                .isEqualTo(new NumberBlockActor.Contents(44163296, 3, false, List.of()));
    }

    private static Map<String, Object> messages() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.putAll(requests());
        all.putAll(replies());
        all.put("claim-1", new NumberBlockActor.Claim(number("+441632960001"), ASSIGNMENT, 7));
        all.put("release-1", new NumberBlockActor.Release(number("+441632960001"), "acme", 8));
        all.put("read-block-1", new NumberBlockActor.Read(-1, asker()));
        all.put("block-contents-1", new NumberBlockActor.Contents(441632960, 9, false,
                List.of(new NumberBlockActor.Contents.Held(1, ASSIGNMENT))));
        all.put("block-changed-1", new NumberBlockActor.Changed(441632960, 10, 1, Optional.of(ASSIGNMENT)));
        all.put("block-freed-1", new NumberBlockActor.Changed(441632960, 11, 1, Optional.empty()));
        all.put("list-account-1",
                new AccountIndexActor.ListAccount("acme", fullAccount("acme").serviceDetails(), 3));
        all.put("strike-account-1", new AccountIndexActor.StrikeAccount("acme", 4));
        all.put("read-names-1", new AccountIndexActor.ReadNames(100, 50, asker()));
        all.put("names-1", new AccountIndexActor.Names(List.of("acme", "brand"), true));
        all.put("read-customers-1", new AccountIndexActor.ReadCustomers(0, 500, 0, asker()));
        all.put("read-customers-2", new AccountIndexActor.ReadCustomers(0, 500, 7, asker()));
        all.put("customers-page-1",
                new CustomerFeed.Page(500, List.of(new Customer("acme", "contoso", true)), false, 0, false));
        all.put("customers-page-2", new CustomerFeed.Page(0, List.of(), false, 7, true));
        all.put("customer-changed-1",
                new CustomerFeed.Changed("acme", Optional.of(new Customer("acme", "contoso", false))));
        all.put("customer-gone-1", new CustomerFeed.Changed("acme", Optional.empty()));
        return all;
    }

    private static Map<String, Object> requests() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("put-account-1", request(new TenantInput.PutAccount(fullAccount("acme"))));
        all.put("get-account-1", request(new TenantInput.GetAccount(true)));
        all.put("delete-account-1", request(new TenantInput.DeleteAccount(true)));
        all.put("put-number-1", request(new TenantInput.PutNumber(fullNumber("+441632960001"))));
        all.put("get-number-1", request(new TenantInput.GetNumber(number("+441632960001"))));
        all.put("delete-number-1", request(new TenantInput.DeleteNumber(number("+441632960001"))));
        all.put("list-numbers-1", request(new TenantInput.ListNumbers(10, 20)));
        all.put("block-answered-1", new TenantActor.Heard(
                new TenantInput.BlockAnswered(number("+441632960001"), 7, NumberBlock.Verdict.HELD_ELSEWHERE)));
        all.put("index-answered-1",
                new TenantActor.Heard(new TenantInput.IndexAnswered(7, AccountIndex.Verdict.values()[0])));
        all.put("hold-doubted-1", new TenantActor.Heard(new TenantInput.HoldDoubted(number("+441632960001"))));
        return all;
    }

    private static Map<String, Object> replies() {
        Account account = new Account(fullAccount("acme"), new NumberCounts(1, 2, 3, 4, 5),
                ProvisioningStatus.PENDING);
        ProvisionedNumber held = new ProvisionedNumber("acme", fullNumber("+441632960001"), ProvisioningStatus.SYNCED);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("account-stored-1", new TenantReply.AccountStored(account, true));
        all.put("account-found-1", new TenantReply.AccountFound(account));
        all.put("account-gone-1", new TenantReply.AccountGone());
        all.put("number-stored-1", new TenantReply.NumberStored(held, false));
        all.put("number-found-1", new TenantReply.NumberFound(held));
        all.put("number-gone-1", new TenantReply.NumberGone());
        all.put("account-page-1", new TenantReply.AccountPage(List.of(account), true));
        all.put("number-page-1", new TenantReply.NumberPage(List.of(held), true));
        all.put("refused-1", new TenantReply.Refused(TenantReply.Refusal.MALFORMED,
                List.of(new Mistake("name", "too long", "shorter"))));
        return all;
    }

    private static TenantActor.Request request(TenantInput.Request request) {
        return new TenantActor.Request(request, asker());
    }

    private static <T> ActorRef<T> asker() {
        return ActorRefResolver.get(kit.system()).resolveActorRef("pekko://tandem@192.0.2.1:25520/temp/asker$a");
    }
}
