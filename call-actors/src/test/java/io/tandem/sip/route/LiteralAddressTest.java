package io.tandem.sip.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class LiteralAddressTest {
    /** RFC 5118 §4.10: reduced to exactly two. */
    @Test
    void threeColonsAreTwo() {
        assertThat(LiteralAddress.parse("[2001:db8:::192.0.2.1]")).contains(
                InetAddress.ofLiteral("2001:db8::192.0.2.1"));
    }

    @Test
    void aNameIsNoAddress() {
        assertThat(LiteralAddress.parse("example.com")).isEmpty();
        assertThat(LiteralAddress.parse("[2001:db8::10::1]")).isEmpty();
    }
}
