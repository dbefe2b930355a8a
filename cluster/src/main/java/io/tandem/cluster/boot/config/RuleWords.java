package io.tandem.cluster.boot.config;

import io.tandem.cluster.numbers.Re2TextPattern;
import io.tandem.interworking.rules.MessageRule;
import io.tandem.interworking.rules.Source;
import io.tandem.interworking.rules.TextPattern;
import io.tandem.sip.message.HeaderName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The single words of one rule on messages: names of headers and parameters, patterns. Each mistake names the rule.
 *
 * @param rule its name
 */
record RuleWords(String rule, Mistakes mistakes) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,32}"); // F-134: names to 32 bytes
    private static final String HEADER = "a header's name of 1 to 32 characters, such as X-Name";
    private static final String PARAMETER = "a parameter's name of 1 to 32 characters";
    private static final String MATCHES = "a regular expression of 1 to " + MessageRule.MAX_PATTERN + " characters";

    void wrong(Item item, String right) {
        mistakes.add(item, right + " (rule \"" + rule + "\")");
    }

    Optional<HeaderName> header(Item item) {
        return token(item, HEADER).map(HeaderName::of);
    }

    /** One that may be the Request-URI. */
    Optional<Source> source(Item item) {
        return token(item, HEADER + ", or " + Source.REQUEST_URI).map(Source::of);
    }

    /** The header of a key, if it stands there. */
    Optional<HeaderName> header(Section section, String key) {
        return section.optionalItem(key, HEADER).flatMap(this::header);
    }

    Optional<Source> source(Section section, String key) {
        return section.optionalItem(key, HEADER).flatMap(this::source);
    }

    Optional<String> parameter(Section section) {
        return section.optionalItem("parameter", PARAMETER).flatMap(item -> token(item, PARAMETER));
    }

    Optional<TextPattern> matches(Section section) {
        return section.optionalItem("matches", MATCHES).flatMap(this::pattern);
    }

    Optional<TextPattern> pattern(Item item) {
        if (item.text().isEmpty() || item.text().length() > MessageRule.MAX_PATTERN) {
            wrong(item, MATCHES);
            return Optional.empty();
        }
        return switch (Re2TextPattern.compile(item.text())) {
            case Re2TextPattern.Result.Compiled(TextPattern compiled) -> Optional.of(compiled);
            case Re2TextPattern.Result.BadPattern(String why) -> {
                wrong(item, "a regular expression as RE2 reads it, without back-references and look-around: " + why);
                yield Optional.empty();
            }
        };
    }

    private Optional<String> token(Item item, String right) {
        if (TOKEN.matcher(item.text()).matches()) {
            return Optional.of(item.text());
        }
        wrong(item, right);
        return Optional.empty();
    }
}
