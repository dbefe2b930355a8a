package io.tandem.tenant.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.sip.message.Uri;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NUM-40 to NUM-42 and the rows of NUM §8 that are about them. */
class EmergencyNumbersTest {
    private final EmergencyNumbers numbers = new EmergencyNumbers(List.of("911", "933", "999", "+44999"));

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({"19, sip:999@h, true", "20, sip:+999@h, true", "21, sip:9990000@h, false", "22, sip:+44999@h, true",
            "22, sip:44999@h, false", "23, urn:service:sos.police, true", "23, URN:SERVICE:SOS, true",
            "23, urn:service:sosorry, false", "23, urn:service:counseling, false", "33, tel:911;phone-context=+1, true",
            "33, tel:+911, true", "NUM-41, sip:%39%391%31@h, false", "NUM-41, sip:%39%311@h;user=phone, true",
            "NUM-4, sip:9-1-1@h, true", "NUM-4, sip:911;phone-context=+1@h;user=phone, true", "NUM-41, sip:h, false",
            "NUM-41, sip:x911@h, false", "NUM-41, sip:91@h, false", "NUM-41, sip:++911@h, false"})
    @Tag("NUM-40")
    @Tag("NUM-41")
    @Tag("NUM-42")
    void areComparedWholeBeforeAnyRule(String rule, String uri, boolean emergency) {
        assertThat(numbers.calls(Uri.parse(uri).orElseThrow())).isEqualTo(emergency);
    }

    @Test
    @Tag("NUM-42")
    void knowTheServiceUrnWhateverIsListed() {
        assertThat(EmergencyNumbers.NONE.calls(Uri.parse("urn:service:sos").orElseThrow())).isTrue();
        assertThat(EmergencyNumbers.NONE.calls(Uri.parse("sip:911@h").orElseThrow())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"911, true", "+44999, true", "*112#, true", "+, false", "'', false", "9 11, false", "nine, false",
            "12345678901234567, false"})
    void areDigitsWithAPlusOrWithout(String text, boolean right) {
        assertThat(EmergencyNumbers.isDialString(text)).isEqualTo(right);
        if (!right) {
            assertThatThrownBy(() -> new EmergencyNumbers(List.of(text))).hasMessageContaining("not a dial string");
        }
    }
}
