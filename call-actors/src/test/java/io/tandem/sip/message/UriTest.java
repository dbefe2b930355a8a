package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTest {
    private static SipUri sip(String text) {
        return (SipUri) Uri.parse(text).orElseThrow();
    }

    @Test
    void readsEveryPartOfASipUri() {
        SipUri uri = sip("SIPS:al%69ce:se;cret@[2001:db8::10]:5070;transport=TCP;lr;maddr=192.0.2.1?subject=x&to=y");

        assertThat(uri.secure()).isTrue();
        assertThat(uri.user()).contains("al%69ce");
        assertThat(uri.decodedUser()).isEqualTo("alice");
        assertThat(uri.password()).contains("se;cret");
        assertThat(uri.host()).isEqualTo("[2001:db8::10]");
        assertThat(uri.port()).isEqualTo(5070);
        assertThat(uri.transportParameter()).contains("TCP");
        assertThat(uri.looseRouting()).isTrue();
        assertThat(uri.headers()).isEqualTo("subject=x&to=y");
        assertThat(uri.text()).isEqualTo(
                "sips:al%69ce:se;cret@[2001:db8::10]:5070;transport=TCP;lr;maddr=192.0.2.1?subject=x&to=y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:user;par=u%40example.net@example.com", "sip:example.com", "sip:a@b.c:1",
            "sip:*72#@example.com", "tel:+1-201-555-0123;ext=7", "tel:7042;phone-context=example.com",
            "urn:service:sos", "soap.beep://192.0.2.103:3002", "sip:+1555;npdi;rn=+1666@gw.example.com;user=phone"})
    void isWrittenAsItWasRead(String text) {
        assertThat(Uri.parse(text).orElseThrow().text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sip:", "sip", ":x", "sip:@host", "sip:a@", "sip:a b@host", "sip:a%4@host",
            "sip:a%zz@host", "sip:a@host:", "sip:a@host:65536", "sip:a@host:5x", "sip:a@[::1", "sip:a@[1]",
            "sip:2001:db8::10", "sip:a@host;", "sip:a@host;=x", "sip:a@host;x=", "sip:a@host?", "sip:<a@host",
            "<sip:a@host>", "tel:", "tel:+", "tel:hello", "1a:b", "sip:a@host;x=\"y\"", "sip:a@ho,st"})
    void isRefusedWhenMalformed(String text) {
        assertThat(Uri.parse(text)).isEmpty();
    }

    /** The pairs of RFC 3261 §19.1.4. */
    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"sip:%61lice@atlanta.com;transport=TCP sip:alice@AtLanTa.CoM;Transport=tcp",
            "sip:carol@chicago.com sip:carol@chicago.com;newparam=5",
            "sip:carol@chicago.com;security=on sip:carol@chicago.com;newparam=5",
            "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com "
                    + "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
            "sip:alice@atlanta.com?subject=project%20x&priority=urgent "
                    + "sip:alice@atlanta.com?priority=urgent&subject=project%20x"})
    void isEquivalentAsTheRfcSays(String one, String other) {
        assertThat(sip(one).equivalentTo(sip(other))).isTrue();
        assertThat(sip(other).equivalentTo(sip(one))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"SIP:ALICE@AtLanTa.CoM;Transport=udp sip:alice@AtLanTa.CoM;Transport=UDP",
            "sip:bob@biloxi.com sip:bob@biloxi.com:5060", "sip:bob@biloxi.com sip:bob@biloxi.com;transport=udp",
            "sip:bob@biloxi.com sip:bob@biloxi.com:6000;transport=tcp",
            "sip:carol@chicago.com sip:carol@chicago.com?Subject=next%20meeting",
            "sip:bob@phone21.boxesbybob.com sip:bob@192.0.2.4",
            "sip:carol@chicago.com;security=on sip:carol@chicago.com;security=off",
            "sip:bob@biloxi.com sips:bob@biloxi.com"})
    void isNotEquivalentAsTheRfcSays(String one, String other) {
        assertThat(sip(one).equivalentTo(sip(other))).isFalse();
        assertThat(sip(other).equivalentTo(sip(one))).isFalse();
    }

    @Test
    void aUserIsEscapedWhereItMustBe() {
        assertThat(SipUri.of("a b@c#é", "h", -1).text()).isEqualTo("sip:a%20b%40c%23%C3%A9@h");
        assertThat(SipUri.of("a b@c#é", "h", -1).decodedUser()).isEqualTo("a b@c#é");
        assertThat(SipUri.of("", "h", 5060).text()).isEqualTo("sip:h:5060");
    }

    @Test
    void partsAreReplacedOneByOne() {
        SipUri uri = sip("sip:a@h;user=phone;lr").withHostPort("i", 7)
                .withParameter("transport",
                        "tcp")
                .withoutParameter("LR");

        assertThat(uri.text()).isEqualTo("sip:a@i:7;user=phone;transport=tcp");
        assertThat(uri.userIsPhone()).isTrue();
        assertThat(uri.withParameter("user", "ip").text()).isEqualTo("sip:a@i:7;user=ip;transport=tcp");
    }
}
