package io.tandem.cluster.boot.config;

import io.tandem.interworking.rules.RuleCondition;
import io.tandem.interworking.rules.RuleCondition.Kind;
import io.tandem.interworking.rules.RuleCondition.StatusRange;
import io.tandem.interworking.rules.RuleCondition.Subject;
import io.tandem.interworking.rules.Source;
import io.tandem.interworking.rules.TextPattern;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code when} of a rule: which messages it is for. */
record RuleConditionReader(RuleWords words) {
    private static final Map<String, Kind> KIND = new TreeMap<>(
            Map.of("any", Kind.ANY, "request", Kind.REQUEST, "response", Kind.RESPONSE));
    private static final String METHODS = "a list of methods, such as [INVITE, BYE]; CANCEL is not sent by calls";
    private static final String STATUSES = "a list of statuses, such as [\"200\", \"4xx\", \"180-183\"]";
    private static final Pattern STATUS = Pattern.compile("([1-6])(?:xx|(\\d\\d)(?:-([1-6]\\d\\d))?)");

    RuleCondition read(Section when) {
        String kinds = "one of " + String.join(", ", KIND.keySet());
        Kind kind = when.optionalItem("message", kinds)
                .flatMap(item -> when.choose(item, KIND, kinds))
                .orElse(Kind.ANY);
        Set<SipMethod> methods = new HashSet<>();
        when.items("methods", METHODS).forEach(item -> method(item).ifPresent(methods::add));
        List<StatusRange> statuses = new ArrayList<>();
        List<Item> ranges = when.items("statuses", STATUSES);
        ranges.forEach(item -> status(item).ifPresent(statuses::add));
        if (kind == Kind.REQUEST && !ranges.isEmpty()) {
            words.wrong(ranges.getFirst(), "no statuses: requests have none");
        }
        Optional<Subject> subject = subject(when);
        Optional<HeaderName> lacks = words.header(when, "lacks");
        when.done();
        return new RuleCondition(kind, methods, statuses, subject, lacks);
    }

    private Optional<Subject> subject(Section when) {
        Optional<Source> source = words.source(when, "header");
        Optional<String> parameter = words.parameter(when);
        Optional<TextPattern> matches = words.matches(when);
        if (source.isEmpty() && (parameter.isPresent() || matches.isPresent())) {
            when.missing("header", "the header that is looked at (rule \"" + words.rule() + "\")");
        }
        return source.map(from -> new Subject(from, parameter, matches));
    }

    private Optional<SipMethod> method(Item item) {
        SipMethod method = SipMethod.of(item.text());
        if (!method.known() || method.equals(SipMethod.CANCEL)) { // no rule sees one
            words.wrong(item, METHODS);
            return Optional.empty();
        }
        return Optional.of(method);
    }

    private Optional<StatusRange> status(Item item) {
        Matcher matcher = STATUS.matcher(item.text());
        if (!matcher.matches()) {
            words.wrong(item, STATUSES);
            return Optional.empty();
        }
        int hundreds = Integer.parseInt(matcher.group(1)) * 100;
        if (matcher.group(2) == null) {
            return Optional.of(new StatusRange(hundreds, hundreds + 99));
        }
        int first = hundreds + Integer.parseInt(matcher.group(2));
        int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
        if (last < first) {
            words.wrong(item, "a range that begins with the lower status");
            return Optional.empty();
        }
        return Optional.of(new StatusRange(first, last));
    }
}
