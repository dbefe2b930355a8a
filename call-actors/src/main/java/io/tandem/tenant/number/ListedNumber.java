package io.tandem.tenant.number;

import java.util.Optional;
import java.util.regex.Pattern;

/** A number as people write it in a list, with its country code (NUM-3). Total: any text gives a value. */
public sealed interface ListedNumber {

    /** @param notice what had to be done to it beside leaving out separators */
    record Right(PhoneNumber number, Optional<String> notice) implements ListedNumber {}

    /** @param why with what would be right; without the text itself */
    record Wrong(String why) implements ListedNumber {}

    /** The longest text that is looked at, in characters. */
    int MOST_CHARACTERS = 64;
    /** A number that a spreadsheet has taken for a quantity: 4.41633E+11, in some languages with a comma. */
    Pattern QUANTITY = Pattern.compile("\\d(?:[.,]\\d+)?[eE]\\+?\\d{1,3}");

    /** @param lenient whether a number without its {@code +} is one, with a notice */
    static ListedNumber read(String text, boolean lenient) {
        String written = text.strip();
        if (written.isEmpty()) {
            return new Wrong("empty");
        }
        if (written.length() > MOST_CHARACTERS) {
            return new Wrong("longer than " + MOST_CHARACTERS + " characters");
        }
        if (QUANTITY.matcher(written).matches()) {
            return new Wrong("spreadsheet format, digits are lost: make the column text and fill it again");
        }
        DialledText number = DialledText.of(written);
        if (!number.numeric() || number.code() || written.indexOf('%') >= 0) {
            return new Wrong("not a number: only digits, a + before them, and the separators - . ( ) and space");
        }
        if (number.plus()) {
            return canonical(number.digits(), Optional.empty());
        }
        if (number.digits().startsWith("0")) {
            return new Wrong("begins with 0: write + and the country code in place of the prefix");
        }
        return lenient
                ? canonical(number.digits(), Optional.of("+ added"))
                : new Wrong("no + before it: write + and the country code");
    }

    private static ListedNumber canonical(String digits, Optional<String> notice) {
        Optional<PhoneNumber> number = PhoneNumber.parse("+" + digits);
        return number.isPresent()
                ? new Right(number.get(), notice)
                : new Wrong("not E.164: 2 to 15 digits, the first of them not 0");
    }
}
