package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.boot.config.TandemConfig.Seed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.Address;
import org.junit.jupiter.api.Test;

class FormationTest {
    private static final Address OWN = new Address("pekko", "tandem", "192.0.2.9", 25520);
    private static final Map<String, List<String>> ZONE = Map.of("nodes.example.com",
            List.of("192.0.2.200", "2001:db8::1", "192.0.2.30", "192.0.2.9"));

    private static InetAddress[] zone(String host) throws UnknownHostException {
        if (Character.isDigit(host.charAt(0))) {
            return new InetAddress[]{InetAddress.ofLiteral(host)};
        }
        List<String> found = ZONE.get(host);
        if (found == null) {
            throw new UnknownHostException(host);
        }
        return found.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    @Test
    void seedNodesAreAskedInTheOrderInWhichTheyAreListed() {
        assertThat(Formation.addresses(List.of(new Seed("192.0.2.30", 1), new Seed("192.0.2.9", 2)),
                FormationTest::zone, OWN)).extracting(Address::toString)
                .containsExactly("pekko://tandem@192.0.2.30:1", "pekko://tandem@192.0.2.9:2");
    }

    @Test
    void aNameStandsForAllItsAddressesInTheirOwnOrderSoThatAllNodesAgreeOnTheFirst() {
        assertThat(Formation.addresses(List.of(new Seed("nodes.example.com", 25520), new Seed("192.0.2.9", 25520)),
                FormationTest::zone, OWN)).extracting(address -> address.getHost().orElse(""))
                .containsExactly("192.0.2.9", "192.0.2.30", "192.0.2.200");
    }

    @Test
    void aNameThatHasNoAddressYetIsLeftOut() {
        assertThat(Formation.addresses(List.of(new Seed("later.example.com", 1)), FormationTest::zone, OWN)).isEmpty();
    }
}
