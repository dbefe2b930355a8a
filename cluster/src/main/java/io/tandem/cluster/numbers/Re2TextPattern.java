package io.tandem.cluster.numbers;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tandem.interworking.rules.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same kind of expression for the rules on messages (F-22): it finds and remembers, and writes nothing. */
public final class Re2TextPattern implements TextPattern {
    private final Pattern pattern;

    private Re2TextPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** What compiling gives: a pattern, or what is wrong in words. */
    public sealed interface Result {
        record Compiled(TextPattern pattern) implements Result {}

        record BadPattern(String why) implements Result {}
    }

    public static Result compile(String pattern) {
        try {
            return new Result.Compiled(new Re2TextPattern(Pattern.compile(pattern)));
        } catch (PatternSyntaxException bad) {
            return new Result.BadPattern(bad.getDescription());
        }
    }

    @Override
    public Optional<List<String>> find(String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        List<String> groups = new ArrayList<>(matcher.groupCount() + 1);
        for (int i = 0; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            groups.add(group == null ? "" : group);
        }
        return Optional.of(groups);
    }

    @Override
    public int groups() {
        return pattern.groupCount();
    }
}
