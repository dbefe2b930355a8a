package io.tandem.ops.trace;

import io.tandem.tenant.number.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message as people may see it: secrets starred out, numbers too unless asked for, and nothing in it that steers a
 * terminal. Numbers are looked for where SIP has them (users of URIs, tel URIs, display names) and wherever else seven
 * digits stand together, but in what only looks so: Via, Call-ID, tags, and SDP but for its texts.
 */
public final class MessageText {
    private static final Pattern PLACES = Pattern.compile(
            "(?i)(?:\\bsips?:(?<user>[^@\\s<>]*)@)|(?:\\btel:(?<tel>[^;>\\s,]*))|(?:phone-context=(?<context>[^;>\\s]*))");
    private static final Pattern DISPLAY_NAME = Pattern.compile("^[^:]*:(?<name>[^<]*)<");
    private static final Pattern LONG_NUMBER = Pattern
            .compile("(?<!tag=)(?<!branch=)(?<![\\w.-])\\+?\\d{7,}(?![\\w.])");
    private static final Pattern NO_NUMBERS = Pattern.compile(
            "(?i)^(?:v|via|i|call-id|cseq|l|content-length|max-forwards|session-id)[ \\t]*:.*|[a-z]=.*");
    private static final Pattern SDP_TEXT = Pattern.compile("[sipeu]=.*");
    private static final int SHOWN = 3;

    private MessageText() {}

    /** @param numbers of the call, hidden wherever they stand; unless fullNumbers */
    public static String of(SeenMessage seen, boolean fullNumbers, List<String> numbers) {
        String text = new String(Secrets.masked(seen.wire()), StandardCharsets.UTF_8).replace("\r\n", "\n");
        StringBuilder out = new StringBuilder(text.length() + 1);
        text.lines().forEach(line -> {
            printable(fullNumbers ? line : hidden(line, numbers), out);
            out.append('\n');
        });
        return out.toString();
    }

    private static String hidden(String line, List<String> numbers) {
        StringBuilder out = new StringBuilder(line);
        for (String number : numbers) {
            String digits = number.startsWith("+") ? number.substring(1) : number;
            if (digits.length() > SHOWN) {
                replaceAll(out, digits, PhoneNumber.mask(digits));
            }
        }
        if (SDP_TEXT.matcher(line).matches()) {
            hideDigits(out, 0, out.length());
            return out.toString();
        }
        if (NO_NUMBERS.matcher(line).matches()) {
            return out.toString();
        }
        hideIn(out, PLACES, "user", "tel", "context");
        hideIn(out, DISPLAY_NAME, "name");
        Matcher longOnes = LONG_NUMBER.matcher(out.toString());
        while (longOnes.find()) {
            hideDigits(out, longOnes.start(), longOnes.end());
        }
        return out.toString();
    }

    private static void hideIn(StringBuilder line, Pattern places, String... groups) {
        Matcher found = places.matcher(line.toString());
        while (found.find()) {
            for (String group : groups) {
                if (found.start(group) >= 0) {
                    hideDigits(line, found.start(group), found.end(group));
                }
            }
        }
    }

    /** All but the last three, where there are more. */
    private static void hideDigits(StringBuilder line, int from, int to) {
        int seen = 0;
        for (int i = to - 1; i >= from; i--) {
            char c = line.charAt(i);
            if ((c >= '0' && c <= '9' || c == '*') && ++seen > SHOWN) {
                line.setCharAt(i, '*');
            }
        }
    }

    private static void replaceAll(StringBuilder text, String what, String with) {
        for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + with.length())) {
            text.replace(at, at + what.length(), with);
        }
    }

    private static void printable(String line, StringBuilder out) {
        line.codePoints().forEach(c -> {
            boolean shown = switch (Character.getType(c)) {
                case Character.CONTROL -> c == '\t';
                case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE,
                        Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                        false;
                default -> true;
            };
            out.appendCodePoint(shown ? c : '?');
        });
    }
}
