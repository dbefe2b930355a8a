package io.tandem.cluster.numbers;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tandem.tenant.number.NumberPattern;
import java.util.Optional;

/** A regular expression of RE2's kind: no back-references, no look-around, linear time. */
public final class Re2Pattern implements NumberPattern {
    private final Pattern pattern;
    private final String translation;

    private Re2Pattern(Pattern pattern, String translation) {
        this.pattern = pattern;
        this.translation = translation;
    }

    /** What compiling gives: a pattern, or what is wrong in words. */
    public sealed interface Result {
        record Compiled(NumberPattern pattern) implements Result {}

        record BadPattern(String why) implements Result {}

        record BadTranslation(String why) implements Result {}
    }

    /** @param translation the text to write, {@code $1} for what the first group matched */
    public static Result compile(String pattern, String translation) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return badTranslation(translation, compiled.groupCount()).<Result>map(Result.BadTranslation::new)
                    .orElseGet(() -> new Result.Compiled(new Re2Pattern(compiled, translation)));
        } catch (PatternSyntaxException bad) {
            String part = bad.getPattern();
            int at = part == null ? -1 : pattern.indexOf(part);
            String place = at < 0 ? "" : ", character " + (at + 1);
            return new Result.BadPattern(bad.getDescription() + place);
        }
    }

    private static Optional<String> badTranslation(String translation, int groups) {
        for (int i = 0; i < translation.length(); i++) {
            char c = translation.charAt(i);
            if (c == '\\') {
                return Optional.of("no \\ in it");
            }
            if (c == '$') {
                int digit = i + 1 < translation.length() ? translation.charAt(i + 1) - '0' : -1;
                if (digit < 0 || digit > 9) {
                    return Optional.of("a group's number after each $, as in $1");
                }
                if (digit > groups) {
                    return Optional.of("no group beyond $" + groups + ": the pattern has " + groups);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> rewrite(String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        StringBuilder out = new StringBuilder(text.length() + translation.length());
        out.append(text, 0, matcher.start());
        for (int i = 0; i < translation.length(); i++) {
            char c = translation.charAt(i);
            if (c == '$') {
                i++;
                String group = matcher.group(translation.charAt(i) - '0');
                out.append(group == null ? "" : group);
            } else {
                out.append(c);
            }
        }
        return Optional.of(out.append(text, matcher.end(), text.length()).toString());
    }
}
