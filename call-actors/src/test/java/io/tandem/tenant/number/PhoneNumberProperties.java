package io.tandem.tenant.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.Uri;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** NUM-2 against its own regular expression; blocks and places; reading is total. */
class PhoneNumberProperties {
    private static final Pattern NUM_2 = Pattern.compile("\\+[1-9][0-9]{1,14}");

    @Property(tries = 2000)
    @Tag("NUM-2")
    void isCanonicalExactlyWhenTheRuleSaysSo(@ForAll("almostNumbers") String text) {
        assertThat(PhoneNumber.parse(text).isPresent()).isEqualTo(NUM_2.matcher(text).matches());
    }

    @Property(tries = 2000)
    void blockAndPlaceAreTheNumber(@ForAll("numbers") String e164) {
        PhoneNumber number = PhoneNumber.parse(e164).orElseThrow();

        assertThat(PhoneNumber.at(number.block(), number.suffix()).e164()).isEqualTo(e164);
        assertThat(number.suffix()).isBetween(0, PhoneNumber.BLOCK_SIZE - 1);
    }

    /** NUM-1, NUM-4: nor separators nor the scheme nor parameters make another number of it. */
    @Property(tries = 1000)
    @Tag("NUM-1")
    @Tag("NUM-3")
    @Tag("NUM-4")
    void aNumberIsTheSameHoweverItIsWritten(@ForAll("numbers") String e164, @ForAll("separators") List<String> between,
            @ForAll("wrappings") String wrapping) {
        StringBuilder written = new StringBuilder("+");
        for (int i = 1; i < e164.length(); i++) {
            written.append(e164.charAt(i)).append(between.get(i));
        }
        Uri uri = Uri.parse(wrapping.formatted(written)).orElseThrow();

        assertThat(CalledNumber.read(uri)).isInstanceOfSatisfying(CalledNumber.Global.class,
                global -> assertThat(global.number().e164()).isEqualTo(e164));
        assertThat(ListedNumber.read(written.toString(), false)).isEqualTo(
                new ListedNumber.Right(new PhoneNumber(e164), Optional.empty()));
    }

    @Property(tries = 2000)
    void anyLineOfAListIsRead(@ForAll String line, @ForAll boolean lenient) {
        assertThat(ListedNumber.read(line, lenient)).isNotNull();
    }

    @Property(tries = 2000)
    void anyUserPartIsRead(@ForAll String user, @ForAll boolean phone) {
        assertThat(CalledNumber.readUser(user, phone)).isNotNull();
    }

    @Property(tries = 2000)
    void anythingNearANumberIsRead(@ForAll("almostNumbers") String user, @ForAll boolean phone) {
        assertThat(CalledNumber.readUser(user, phone)).isNotNull();
    }

    @Example
    @Tag("NUM-53")
    void theLogsShowThreeDigits() {
        assertThat(PhoneNumber.parse("+441632960123").orElseThrow()).hasToString("**********123");
    }

    @Provide
    Arbitrary<List<String>> separators() {
        return Arbitraries.of("", "", "-", ".", "(", ")").list().ofSize(PhoneNumber.MAX_LENGTH);
    }

    @Provide
    Arbitrary<String> wrappings() {
        return Arbitraries.of("tel:%s", "TEL:%s;ext=7", "sip:%s@h", "SIPS:%s@h;user=phone", "sip:%s;npdi;rn=+17@h",
                "sip:%s;isub=9@h;user=phone", "tel:%s;cic=+1288", "sip:%s:secret@h");
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.strings()
                .withCharRange('0', '9')
                .ofMinLength(1)
                .ofMaxLength(14)
                .flatMap(
                        rest -> Arbitraries.integers().between(1, 9).map(first -> "+" + first + rest));
    }

    @Provide
    Arbitrary<String> almostNumbers() {
        return Arbitraries.oneOf(numbers(),
                Arbitraries.strings().withChars("+0123456789%;=-.()*# aF２").ofMaxLength(20));
    }
}
