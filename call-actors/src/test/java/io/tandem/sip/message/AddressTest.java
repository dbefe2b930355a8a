package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"sip:a@b;tag=1 | <sip:a@b>;tag=1",
            "<sip:a@b;lr> ; x = \"y z\" ;q | <sip:a@b;lr>;x=\"y z\";q", "Bob Smith <sip:a@b> | \"Bob Smith\" <sip:a@b>",
            "caller<sip:a@b>;tag=3 | \"caller\" <sip:a@b>;tag=3", "\"A \\\"q\\\" <B>, C\"<sip:a@b> | "
                    + "\"A \\\"q\\\" <B>, C\" <sip:a@b>",
            "\"\" <tel:+1555> | \"\" <tel:+1555>",
            "Žluťoučký <sip:a@b> | \"Žluťoučký\" <sip:a@b>"})
    void isWrittenBracketedAndQuoted(String read, String written) {
        Address address = Address.parse(read).orElseThrow();

        assertThat(address.text()).isEqualTo(written);
        assertThat(Address.parse(written)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<sip:a@b", "\"a <sip:a@b>", "a@b", "Bell, Alexander <sip:a@b>", "<sip:a@b>;",
            "<sip:a@b>;;", "<sip:a@b>;tag=", "<sip:a@b> x", "sip:a@b?Route=x", "\"a\" b <sip:a@b>",
            "<sip:a@b>;x=\"y", "<sip:a@b>, <sip:c@d>"})
    void isRefusedWhenMalformed(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    void aParameterIsFoundWithoutCaseAndOutsideQuotes() {
        Address address = Address.parse("<sip:a@b>;x=\";tag=no\";TAG=yes;flag").orElseThrow();

        assertThat(address.tag()).contains("yes");
        assertThat(address.parameters().get("X")).contains(";tag=no");
        assertThat(address.parameters().get("flag")).contains("");
        assertThat(address.parameters().get("fla")).isEmpty();
        assertThat(address.parameters().names()).containsExactly("x", "TAG", "flag");
        assertThat(address.withTag("other").parameters().text()).isEqualTo(";x=\";tag=no\";tag=other;flag");
        assertThat(address.withoutTag().parameters().text()).isEqualTo(";x=\";tag=no\";flag");
    }

    @Test
    void aParameterThatIsNoTokenIsQuoted() {
        Address address = Address.of(SipUri.of("a", "b", -1)).withParameter("x", "y;z\"");

        assertThat(address.text()).isEqualTo("<sip:a@b>;x=\"y;z\\\"\"");
        assertThat(Address.parse(address.text()).orElseThrow().parameters().get("x")).contains("y;z\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIP/2.0/UDP host", "SIP/2.0/UDP host:5060;branch=z9hG4bK;rport",
            "SIP/2.0/TLS [2001:db8::1]:5061;received=2001:db8::2;branch=1", "SIP/2.0/UNKNOWN t;x=\"y\""})
    void aViaIsWrittenAsItWasRead(String text) {
        assertThat(Via.parse(text).orElseThrow().text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SIP/2.0 host", "SIP/2.0/UDPhost", "SIP/2.0/UDP ", "SIP/2.0/UDP host:",
            "SIP/2.0/UDP host:70000", "SIP/2.0/UDP host;;", "HTTP/2.0/UDP host", "SIP/2.0/UDP a b"})
    void aViaIsRefusedWhenMalformed(String text) {
        assertThat(Via.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "INVITE", "1", "1INVITE", "-1 INVITE", "4294967296 INVITE", "1 INVITE x"})
    void aCSeqIsRefusedWhenMalformed(String text) {
        assertThat(CSeq.parse(text)).isEmpty();
    }

    @Test
    void aCSeqReachesThirtyTwoBits() {
        assertThat(CSeq.parse("4294967295  FOO")).contains(new CSeq(4294967295L, SipMethod.of("FOO")));
        assertThat(CSeq.parse("0009 INVITE").orElseThrow().text()).isEqualTo("9 INVITE");
    }
}
