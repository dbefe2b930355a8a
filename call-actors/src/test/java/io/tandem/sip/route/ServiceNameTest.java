package io.tandem.sip.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.route.ServiceName.Naptr;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 3263 §4.1. */
class ServiceNameTest {
    /** The example of the RFC. */
    private static final List<Naptr> RECORDS = List.of(
            new Naptr(50, 50, "s", "SIPS+D2T", "_sips._tcp.example.com"),
            new Naptr(90, 50, "s", "SIP+D2T", "_sip._tcp.example.com"),
            new Naptr(100, 50, "s", "SIP+D2U", "_sip._udp.example.com"));

    @Test
    void theRecordOfTheTrunksTransportNamesTheService() {
        assertThat(ServiceName.fromNaptr(RECORDS, Transport.TLS)).contains("_sips._tcp.example.com");
        assertThat(ServiceName.fromNaptr(RECORDS, Transport.TCP)).contains("_sip._tcp.example.com");
        assertThat(ServiceName.fromNaptr(RECORDS, Transport.UDP)).contains("_sip._udp.example.com");
    }

    @Test
    void theLowestOrderThenTheLowestPreferenceCounts() {
        List<Naptr> records = List.of(new Naptr(20, 1, "s", "SIP+D2U", "late"), new Naptr(10, 9, "S", "sip+d2u", "b"),
                new Naptr(10, 1, "s", "SIP+D2U", "a"));
        assertThat(ServiceName.fromNaptr(records, Transport.UDP)).contains("a");
    }

    @Test
    void recordsThatLeadToNoServiceAreNotForUs() {
        List<Naptr> records = List.of(new Naptr(10, 1, "u", "SIP+D2U", ""), new Naptr(10, 1, "s", "E2U+sip", "x"));
        assertThat(ServiceName.fromNaptr(records, Transport.UDP)).isEmpty();
    }

    @Test
    void withoutThemTheNameIsMadeOfTheTransport() {
        assertThat(ServiceName.byDefault("example.com", Transport.UDP)).isEqualTo("_sip._udp.example.com");
        assertThat(ServiceName.byDefault("example.com", Transport.TCP)).isEqualTo("_sip._tcp.example.com");
        assertThat(ServiceName.byDefault("example.com", Transport.TLS)).isEqualTo("_sips._tcp.example.com");
        assertThat(ServiceName.defaultPort(Transport.TLS)).isEqualTo(5061);
        assertThat(ServiceName.defaultPort(Transport.TCP)).isEqualTo(5060);
    }
}
