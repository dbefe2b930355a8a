package io.tandem.tenant.number;

import io.tandem.tenant.number.CalledNumber.Global;
import io.tandem.tenant.number.CalledNumber.Incomplete;
import io.tandem.tenant.number.CalledNumber.Local;
import io.tandem.tenant.number.CalledNumber.NotANumber;
import io.tandem.tenant.number.CalledNumber.Reason;
import io.tandem.tenant.number.CalledNumber.ServiceCode;
import java.util.Optional;
import java.util.function.Function;

/**
 * A dialled text, unescaped and freed of visual separators (NUM-3, NUM-10).
 *
 * @param plus whether it began with {@code +}
 * @param digits digits, {@code *} and {@code #}
 * @param code whether there is a {@code *} or {@code #} among them
 * @param numeric whether there was nothing else
 */
record DialledText(String raw, boolean plus, String digits, boolean code, boolean numeric) {
    /** The shortest subscriber numbers have seven digits; fewer, without a {@code +}, still want some (NUM-34). */
    private static final int LOCAL_MIN_DIGITS = 7;
    private static final int MIN_DIGITS = PhoneNumber.MIN_LENGTH - 1;
    private static final int MAX_DIGITS = PhoneNumber.MAX_LENGTH - 1;

    static DialledText of(String raw) {
        StringBuilder digits = new StringBuilder(MAX_DIGITS);
        boolean plus = false;
        boolean code = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                c = unescape(raw, i);
                i += 2;
            }
            if (PhoneNumber.isDigit(c)) {
                digits.append(c);
            } else if (c == '*' || c == '#') {
                digits.append(c);
                code = true;
            } else if (c == '+' && !plus && digits.isEmpty()) {
                plus = true;
            } else if (!isSeparator(c)) {
                return new DialledText(raw, plus, "", false, false);
            }
        }
        return new DialledText(raw, plus, digits.toString(), code, true);
    }

    /** With its plus, where it had one. */
    String text() {
        return plus ? "+" + digits : digits;
    }

    /** The character that {@code %hh} at that place stands for; the replacement character when it is none. */
    private static char unescape(String raw, int percent) {
        if (percent + 2 >= raw.length()) {
            return '\uFFFD';
        }
        int high = Character.digit(raw.charAt(percent + 1), 16);
        int low = Character.digit(raw.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? '\uFFFD' : (char) (high << 4 | low);
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == '.' || c == '(' || c == ')' || c == ' ';
    }

    /**
     * @param phone whether the URI claims to hold a telephone number: {@code tel:} or {@code user=phone}
     * @param parameters the number's own parameters by name
     */
    CalledNumber verdict(boolean phone, Function<String, Optional<String>> parameters) {
        if (raw.isEmpty()) {
            return new NotANumber(raw, Reason.NO_USER);
        }
        if (!numeric || digits.isEmpty() && !plus) {
            return phone ? new Incomplete(raw) : new NotANumber(raw, Reason.NOT_NUMERIC);
        }
        if (code) {
            return new ServiceCode(plus ? "+" + digits : digits);
        }
        return plus ? global(digits, parameters) : local(parameters);
    }

    private CalledNumber local(Function<String, Optional<String>> parameters) {
        Optional<String> context = parameters.apply("phone-context");
        if (context.isPresent()) {
            DialledText prefix = of(context.get());
            // NUM-11: a global context completes the number; a domain leaves it to the rule table.
            return prefix.plus() && prefix.numeric() && !prefix.code()
                    ? global(prefix.digits() + digits, parameters)
                    : new Local(digits, context);
        }
        return digits.length() < LOCAL_MIN_DIGITS ? new Incomplete(raw) : new Local(digits, context);
    }

    private CalledNumber global(String all, Function<String, Optional<String>> parameters) {
        if (all.startsWith("0")) {
            return new NotANumber(raw, Reason.LEADING_ZERO);
        }
        if (all.length() > MAX_DIGITS) {
            return new NotANumber(raw, Reason.TOO_LONG);
        }
        if (all.length() < MIN_DIGITS) {
            return new Incomplete(raw);
        }
        return new Global(new PhoneNumber("+" + all), parameters.apply("ext"), parameters.apply("rn"));
    }
}
