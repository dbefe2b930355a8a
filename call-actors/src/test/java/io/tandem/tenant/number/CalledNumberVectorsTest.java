package io.tandem.tenant.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.CalledNumber.Global;
import io.tandem.tenant.number.CalledNumber.Refused;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NUM §8, the rows that need no rule list, by their number there; from the whole URI. */
class CalledNumberVectorsTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"1, sip:+441632960000@core.example;user=phone, +441632960000,,",
            "2, tel:+44-1632-960-000, +441632960000,,", "3, sip:%2B441632960000@h, +441632960000,,",
            "6, tel:960000;phone-context=+441632, +441632960000,,",
            "8, sip:+441632960000;npdi;rn=+447700900000@h;user=phone, +441632960000,, +447700900000",
            "9, sip:+12065550100;ext=42@h, +12065550100, 42,", "14, sip:+123456789012345@h, +123456789012345,,",
            "27, SIP:+441632960000@H;USER=PHONE, +441632960000,,", "34, sip:+441632960000@h, +441632960000,,"})
    void areGlobalNumbers(int row, String uri, String number, String extension, String routingNumber) {
        assertThat(CalledNumber.read(Uri.parse(uri).orElseThrow())).isEqualTo(
                new Global(PhoneNumber.parse(number).orElseThrow(), Optional.ofNullable(extension),
                        Optional.ofNullable(routingNumber)));
    }

    @ParameterizedTest(name = "{0}: {1} gets {2}")
    @CsvSource({"5, sip:01632960000@h;user=phone, 404", "7, tel:2000;phone-context=pbx.example, 404",
            "11, sip:+0123456@h, 404", "12, sip:++44163@h, 404", "13, sip:+1234567890123456@h, 404",
            "15, sip:+1@h, 484", "16, sip:alice@h, 404", "17, sip:alice@h;user=phone, 484",
            "18, sip:*21%23@h, 404", "21, sip:9990000@h, 404", "23, urn:service:sos.police, 404"})
    void areRefused(int row, String uri, int status) {
        assertThat(CalledNumber.read(Uri.parse(uri).orElseThrow())).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.status()).isEqualTo(status));
    }

    @ParameterizedTest(name = "{0}: {1} by {2}")
    @CsvSource({"4, sip:01632960000@h;user=phone, ^0(\\d+)$, +44$1, +441632960000",
            "10, sip:441632960000@h;user=phone, ^(44\\d{10})$, +$1, +441632960000",
            "28, sip:(020)%207946-0000@h, ^0(\\d+)$, +44$1, +442079460000",
            "7, tel:2000;phone-context=pbx.example, ^(2\\d{3})$, +44163296$1, +441632962000",
            "18, sip:*21%23@h, ^\\*(\\d+)#$, +4416329600$1, +441632960021"})
    void areGlobalNumbersByARule(int row, String uri, String pattern, String translation, String number) {
        assertThat(CalledNumber.read(Uri.parse(uri).orElseThrow(), Rules.list(Rules.rule("r", pattern, translation)))
                .number()).isEqualTo(
                        new Global(PhoneNumber.parse(number).orElseThrow(), Optional.empty(), Optional.empty()));
    }

    /** Row 26: digits that only look like digits. */
    @org.junit.jupiter.api.Test
    void fullWidthDigitsAreNone() {
        assertThat(CalledNumber.readUser("\uFF10\uFF10\uFF14\uFF14\uFF11\uFF16\uFF13\uFF12", false)).isInstanceOf(
                Refused.class);
        assertThat(CalledNumber.readUser("%EF%BC%90%EF%BC%94", true)).isInstanceOf(Refused.class);
    }

    /** NUM-5, NUM-52: what stands beside the number is no digit of it, and stays when a rule rewrites it. */
    @org.junit.jupiter.api.Test
    void keepTheirParametersThroughARule() {
        assertThat(CalledNumber.read(Uri.parse("sip:01632960000;ext=42;npdi;rn=+447700900000@h").orElseThrow(),
                Rules.list(Rules.rule("r", "^0(\\d+)$", "+44$1"))).number()).isEqualTo(
                        new Global(PhoneNumber.parse("+441632960000").orElseThrow(), Optional.of("42"),
                                Optional.of("+447700900000")));
    }
}
