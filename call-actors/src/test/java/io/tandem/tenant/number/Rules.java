package io.tandem.tenant.number;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rule lists for tests, by the JDK's own expressions; short texts only. */
public final class Rules {
    private Rules() {}

    public static RuleList list(NumberRule... rules) {
        return new RuleList("list", List.of(rules));
    }

    public static NumberRule rule(String name, String pattern, String translation) {
        Pattern compiled = Pattern.compile(pattern);
        return new NumberRule(name, pattern, translation, text -> {
            Matcher matcher = compiled.matcher(text);
            return matcher.find() ? Optional.of(matcher.replaceFirst(translation)) : Optional.empty();
        });
    }
}
