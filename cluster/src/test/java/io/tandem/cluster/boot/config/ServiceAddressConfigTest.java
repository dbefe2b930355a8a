package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tandem.cluster.boot.config.AddressHooks.Hook;
import io.tandem.cluster.boot.config.TandemConfig.Listener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code tandem.cluster.service-addresses} and its hooks (design §4). */
class ServiceAddressConfigTest {
    private static final String A = """
            { id = a, home = "127.0.0.1", media = "127.0.0.11", listeners {
                core-udp { address = "127.0.0.11" }, core-tcp { address = "127.0.0.11" }
                mps-udp { address = "127.0.0.11", advertised-address = "a.example.com" } } }
            """;
    private static final String B = """
            { id = b, home = "127.0.0.2:25521", media = "127.0.0.12", listeners {
                core-udp { address = "127.0.0.12" }, core-tcp { address = "127.0.0.12" }
                mps-udp { address = "127.0.0.12" } } }
            """;

    private static ConfigResult read(String cluster) {
        String text = cluster.contains("service-addresses")
                ? ConfigText.right()
                        .replaceAll("(name = (core-udp|core-tcp|mps-udp), +transport = \\w+), address = \"127.0.0.1\"",
                                "$1")
                : ConfigText.right();
        return ConfigFile.read("test", text + "\ntandem.lab = true\ntandem.cluster { " + cluster + " }",
                Optional.empty());
    }

    private static TandemConfig right(String cluster) {
        return switch (read(cluster)) {
            case ConfigResult.Right(TandemConfig config) -> config;
            case ConfigResult.Wrong wrong -> throw new AssertionError(wrong.report());
        };
    }

    private static List<String> mistakes(String cluster) {
        return switch (read(cluster)) {
            case ConfigResult.Right _ -> List.of();
            case ConfigResult.Wrong wrong -> wrong.mistakes().stream().map(Mistake::text).toList();
        };
    }

    private static void assertMistake(String cluster, String... parts) {
        assertThat(mistakes(cluster)).singleElement().satisfies(text -> assertThat(text).contains(parts));
    }

    @Test
    void aNodeWithoutServiceAddressesHasOneOfItsOwnListenersAndMedia() {
        TandemConfig config = switch (ConfigFile.read("test", ConfigText.right(), Optional.empty())) {
            case ConfigResult.Right(TandemConfig found) -> found;
            case ConfigResult.Wrong wrong -> throw new AssertionError(wrong.report());
        };
        assertThat(config.cluster().alone()).isTrue();
        assertThat(config.cluster().addresses()).containsExactly(new ServiceAddress('0',
                "127.0.0.1:" + config.cluster().port(), config.media().address(), config.sip().listeners()));
    }

    @Test
    void eachServiceAddressHasEachListenerInAPlaceOfItsOwn() {
        TandemConfig.Cluster cluster = right("port = 25520, service-addresses = [" + A + B + "]").cluster();
        assertThat(cluster.alone()).isFalse();
        assertThat(cluster.addresses()).extracting(ServiceAddress::id, ServiceAddress::home, ServiceAddress::media)
                .containsExactly(tuple('a', "127.0.0.1:25520", "127.0.0.11"),
                        tuple('b', "127.0.0.2:25521", "127.0.0.12"));
        Listener mps = cluster.addresses().getFirst().listeners().getLast();
        assertThat(mps.name()).isEqualTo("mps-udp");
        assertThat(mps.bind().getAddress().getHostAddress()).isEqualTo("127.0.0.11");
        assertThat(mps.advertisedAddress()).isEqualTo("a.example.com");
        assertThat(cluster.addresses().getLast().listeners()).extracting(Listener::advertisedAddress)
                .containsOnly("127.0.0.12");
    }

    @Test
    void theSocketsOfServiceAddressesAreNotAskedForTheyMayBeAtWorkElsewhere() {
        assertThat(mistakes("service-addresses = [" + A.replace("127.0.0.11", "192.0.2.11") + "]")).isEmpty();
    }

    @Test
    void everyMistakeIsTold() {
        assertMistake("service-addresses = [" + A.replace("id = a", "id = aa") + "]", "service-addresses[0].id",
                "found aa", "one character, 0-9 or a-z");
        assertMistake("service-addresses = [" + A + B.replace("id = b", "id = a") + "]", "service-addresses[1].id",
                "an id that no other service address has");
        assertMistake("service-addresses = [" + A.replace("home = \"127.0.0.1\"", "home = node-1") + "]",
                "service-addresses[0].home", "found node-1", "the cluster.host of a node");
        assertMistake("service-addresses = [" + A + B.replace("media = \"127.0.0.12\"", "media = \"127.0.0.11\"") + "]",
                "service-addresses[1].media", "an address of its own");
        assertMistake("service-addresses = [" + A.replace("media = \"127.0.0.11\"", "media = \"0.0.0.0\"") + "]",
                "service-addresses[0].media", "one address: it is to move to another node");
        assertThat(mistakes("service-addresses = [" + A.replace("core-tcp {", "core-tpc {") + "]")).hasSize(2)
                .anySatisfy(
                        text -> assertThat(text).contains("service-addresses[0].listeners.core-tcp", "found nothing"))
                .anySatisfy(text -> assertThat(text).contains("service-addresses[0].listeners.core-tpc",
                        "the name of one of tandem.sip.listeners: core-udp, core-tcp, mps-udp"));
        assertMistake("service-addresses = [" + A + B.replace("core-udp { address = \"127.0.0.12\" }",
                "core-udp { address = \"127.0.0.11\" }") + "]", "service-addresses[1].listeners.core-udp.address",
                "an address on which no other listener has port");
    }

    @Test
    void listenersHaveNoAddressesBesideThoseOfServiceAddresses() {
        ConfigResult both = ConfigFile.read("test",
                ConfigText.right() + "\ntandem.cluster { service-addresses = [" + A + "] }", Optional.empty());
        assertThat(((ConfigResult.Wrong) both).mistakes()).hasSize(3)
                .allSatisfy(mistake -> assertThat(mistake.right()).contains("tandem.cluster.service-addresses"));
    }

    @Test
    void hooksAreNoneTheSystemsOwnOrAProgram() {
        AddressHooks none = right("").cluster().hooks();
        assertThat(none).isEqualTo(new AddressHooks(new Hook.None(), new Hook.None(), Duration.ofSeconds(3)));
        AddressHooks linux = right("hooks { acquire = linux, release = linux, device = eth0 }").cluster().hooks();
        assertThat(linux.acquire()).isEqualTo(new Hook.Linux("eth0"));
        assertThat(right("hooks.release = \"/bin/true\"").cluster().hooks().release())
                .isInstanceOf(Hook.Program.class);
        assertMistake("hooks.acquire = linux", "hooks.device", "the network device that takes the addresses");
        assertMistake("hooks.acquire = \"/no/such/program\"", "hooks.acquire",
                "none, linux, or the path of a program that this user may run");
    }
}
