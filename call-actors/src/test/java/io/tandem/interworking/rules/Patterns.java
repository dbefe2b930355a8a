package io.tandem.interworking.rules;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Patterns for tests, by the JDK's own expressions; short texts only. */
public final class Patterns {
    private Patterns() {}

    public static TextPattern of(String regex) {
        Pattern compiled = Pattern.compile(regex);
        return new TextPattern() {
            @Override
            public Optional<List<String>> find(String text) {
                Matcher matcher = compiled.matcher(text);
                return matcher.find()
                        ? Optional.of(IntStream.rangeClosed(0, matcher.groupCount())
                                .mapToObj(group -> Optional.ofNullable(matcher.group(group)).orElse(""))
                                .toList())
                        : Optional.empty();
            }

            @Override
            public int groups() {
                return compiled.matcher("").groupCount();
            }
        };
    }
}
