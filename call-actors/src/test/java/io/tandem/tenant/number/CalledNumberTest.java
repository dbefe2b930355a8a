package io.tandem.tenant.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.CalledNumber.Global;
import io.tandem.tenant.number.CalledNumber.Refused;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user part of a SIP URI: NUM-2, NUM-3, NUM-10, NUM-34 and the vectors of NUM §8 that need no rule list. */
class CalledNumberTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"+441632960000, +441632960000", "%2B441632960000, +441632960000", "%2b441632960000, +441632960000",
            "+123456789012345, +123456789012345", "+12, +12", "+44(1632)960-000, +441632960000",
            "+44.1632%20960000, +441632960000", "%2B%34%34163, +44163"})
    @Tag("NUM-10")
    void readsGlobalNumbers(String user, String expected) {
        assertThat(CalledNumber.readUser(user, false)).isEqualTo(
                new Global(PhoneNumber.parse(expected).orElseThrow(), Optional.empty(), Optional.empty()));
        assertThat(CalledNumber.readUser(user, true)).isInstanceOf(Global.class);
    }

    @ParameterizedTest(name = "{0} with user=phone {1} gets {2}")
    @CsvSource({"01632960000, true, 404", "441632960000, true, 404", "+0123456, false, 404", "++44163, false, 404",
            "+1234567890123456, false, 404", "+1, false, 484", "+, false, 484", "alice, false, 404",
            "alice, true, 484", "*21%23, false, 404", "999, false, 484", "9990000, false, 404",
            "００４４１６３２, false, 404", "(020)%207946-0000, false, 404", "+44%, true, 484", "+44%2, false, 404",
            "%, false, 404", "%zz, true, 484", "-, false, 404", "+44+1632, false, 404"})
    @Tag("NUM-10")
    void refusesWhatIsNotGlobal(String user, boolean phone, int status) {
        assertThat(CalledNumber.readUser(user, phone)).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.status()).isEqualTo(status));
    }

    @Test
    void anEmptyUserIsNoNumber() {
        assertThat(CalledNumber.readUser("", true)).isInstanceOf(CalledNumber.NotANumber.class);
    }

    @Test
    @Tag("NUM-4")
    @Tag("NUM-10")
    void parametersInTheUserBelongToTheNumberAndAreNeverDigits() {
        CalledNumber ported = CalledNumber.readUser("+441632960000;npdi;rn=+447700900000", true);

        assertThat(ported).isEqualTo(new Global(PhoneNumber.parse("+441632960000").orElseThrow(), Optional.empty(),
                Optional.of("+447700900000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {";ext=42", ";EXT=42", ";npdi;ext=42", ";ext=42;rn=1", ";extra=7;ext=42;"})
    void keepsTheExtension(String parameters) {
        assertThat(CalledNumber.readUser("+12065550100" + parameters, false)).isInstanceOfSatisfying(Global.class,
                global -> assertThat(global.extension()).contains("42"));
    }

    @ParameterizedTest
    @ValueSource(strings = {";", ";;", ";=", ";ext", ";npdi"})
    void anyParametersAreRead(String parameters) {
        assertThat(CalledNumber.readUser("+12065550100" + parameters, false)).isInstanceOf(Global.class);
    }

    /** NUM-5, NUM-52: what stands beside the number is no digit of it, and stays when a rule rewrites it. */
    @Test
    @Tag("NUM-52")
    void keepsItsParametersThroughARule() {
        assertThat(CalledNumber.read(Uri.parse("sip:01632960000;ext=42;npdi;rn=+447700900000@h").orElseThrow(),
                Rules.list(Rules.rule("r", "^0(\\d+)$", "+44$1"))).number()).isEqualTo(
                        new Global(PhoneNumber.parse("+441632960000").orElseThrow(), Optional.of("42"),
                                Optional.of("+447700900000")));
    }

    @Test
    @Tag("NUM-11")
    void aGlobalContextCompletesANumberAndADomainDoesNot() {
        assertThat(CalledNumber.readUser("960000;phone-context=+44-1632", true)).isEqualTo(
                new Global(PhoneNumber.parse("+441632960000").orElseThrow(), Optional.empty(), Optional.empty()));
        assertThat(CalledNumber.readUser("2000;phone-context=pbx.example", true)).isEqualTo(
                new CalledNumber.Local("2000", Optional.of("pbx.example")));
    }
}
