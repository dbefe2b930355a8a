package io.tandem.cluster.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.trunk.dns.DnsCounts;
import io.tandem.cluster.trunk.dns.DnsSettings;
import io.tandem.cluster.trunk.dns.PeerResolver;
import io.tandem.sip.route.FarName;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

/** A real name server, a clock that the test turns. */
class FarNameCacheIT {
    private static final FarName NAMED = new FarName("edge.example.com", 5070);
    private static final String A = "edge.example.com. 60 IN A %s";
    private static final String QUESTION = "edge.example.com A";

    private final AtomicLong nanos = new AtomicLong();
    private DnsServer dns;
    private FarNameCache cache;

    @BeforeEach
    void start() throws Exception {
        dns = DnsServer.start();
        cache = new FarNameCache(
                new PeerResolver(new DnsSettings(List.of(dns.address()), Duration.ofMillis(500), 1), new DnsCounts()),
                new NameBounds(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofHours(1)), _ -> 0, nanos::get);
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
    }

    @Test
    void whoeverWantsANameAtOnceWaitsForOneAnswer() throws Exception {
        dns.zone(A.formatted("192.0.2.1"));
        List<CompletableFuture<List<InetSocketAddress>>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(cache.find(NAMED, Transport.TCP, false).toCompletableFuture());
        }
        for (CompletableFuture<List<InetSocketAddress>> one : asked) {
            assertThat(one.get(5, TimeUnit.SECONDS)).containsExactly(at("192.0.2.1", 5070));
        }
        assertThat(find(new FarName("EDGE.example.com", 5070))).as("a name has no case").hasSize(1);
        assertThat(dns.asked(QUESTION)).isEqualTo(1);
    }

    /** RFC 3263 §4.2: no port means SRV; where there is none, the name's addresses at the transport's port. */
    @Test
    void withoutAPortTheServersOfTheServiceAreAskedForFirst() throws Exception {
        dns.zone("_sips._tcp.edge.example.com. 60 IN SRV 2 0 5063 b.example.com.",
                "_sips._tcp.edge.example.com. 60 IN SRV 1 0 5062 a.example.com.", "a.example.com. 60 IN A 192.0.2.1",
                "b.example.com. 60 IN A 192.0.2.2");
        FarName noPort = new FarName("edge.example.com", -1);
        assertThat(get(noPort, Transport.TLS)).containsExactly(at("192.0.2.1", 5062), at("192.0.2.2", 5063));
        dns.zone(A.formatted("192.0.2.3"));
        assertThat(get(noPort, Transport.TCP)).containsExactly(at("192.0.2.3", 5060));
        assertThat(dns.asked("edge.example.com NAPTR")).as("the transport is settled").isZero();
    }

    @Test
    void anAnswerIsRenewedAheadOfItsEndWhileItServes() throws Exception {
        dns.zone(A.formatted("192.0.2.1"));
        find(NAMED);
        dns.zone(A.formatted("192.0.2.2"));
        pass(50); // of 60
        assertThat(find(NAMED)).containsExactly(at("192.0.2.1", 5070));
        await().until(() -> find(NAMED).equals(List.of(at("192.0.2.2", 5070))));
        assertThat(dns.asked(QUESTION)).isEqualTo(2);
    }

    /** RFC 8767. */
    @Test
    void afterItsEndItServesOnlyWhileNobodyCanRenewIt() throws Exception {
        dns.zone(A.formatted("192.0.2.1"));
        find(NAMED);
        pass(61);
        dns.fail(Rcode.SERVFAIL);
        assertThat(find(NAMED)).containsExactly(at("192.0.2.1", 5070));
        dns.fail(Rcode.NOERROR);
        dns.zone(A.formatted("192.0.2.2"));
        pass(60);
        assertThat(find(NAMED)).containsExactly(at("192.0.2.2", 5070));
    }

    @Test
    void aNameThatIsNotThereIsNotAskedForAgainAtOnce() throws Exception {
        assertThat(find(NAMED)).isEmpty();
        assertThat(find(NAMED)).isEmpty();
        assertThat(dns.asked(QUESTION)).isEqualTo(1);
        dns.zone(A.formatted("192.0.2.1"));
        pass(6);
        assertThat(find(NAMED)).hasSize(1);
    }

    @Test
    void theNameThatWasWantedLongestAgoIsForgottenFirst() throws Exception {
        dns.zone(A.formatted("192.0.2.1"));
        find(NAMED);
        for (int i = 0; i < 1_023; i++) {
            find(new FarName("n" + i + ".example.com", 5060));
        }
        find(NAMED);
        assertThat(dns.asked(QUESTION)).isEqualTo(1);
        find(new FarName("one.more.example.com", 5060)); // for which the eldest goes
        find(NAMED);
        assertThat(dns.asked(QUESTION)).isEqualTo(1);
        find(new FarName("n0.example.com", 5060));
        assertThat(dns.asked("n0.example.com A")).isEqualTo(2);
    }

    @Test
    void whatIsTooLongToBeANameIsNobody() throws Exception {
        assertThat(find(new FarName("a".repeat(300), 5060))).isEmpty();
        assertThat(find(new FarName("a".repeat(64) + ".example.com", 5060))).isEmpty(); // a label of 64
    }

    private void pass(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private List<InetSocketAddress> find(FarName name) throws Exception {
        return get(name, Transport.TCP);
    }

    private List<InetSocketAddress> get(FarName name, Transport transport) throws Exception {
        return cache.find(name, transport, false).toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
