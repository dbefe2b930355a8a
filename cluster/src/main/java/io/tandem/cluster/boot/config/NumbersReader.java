package io.tandem.cluster.boot.config;

import io.tandem.cluster.numbers.Re2Pattern;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import io.tandem.port.TrunkNumbers.NotCanonical;
import io.tandem.port.TrunkNumbers.Reading;
import io.tandem.port.TrunkNumbers.Writing;
import io.tandem.tenant.number.NumberForm;
import io.tandem.tenant.number.NumberPattern;
import io.tandem.tenant.number.NumberPlan;
import io.tandem.tenant.number.NumberRule;
import io.tandem.tenant.number.PhoneNumber;
import io.tandem.tenant.number.RuleList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code numbers} of each peer group and compiles its rules (NUM-20 to NUM-34). One reader reads all groups. */
final class NumbersReader {
    private static final int MANY_ANONYMOUS = 100;
    private static final String RULES = "a list of rules: [ { name = ..., pattern = ..., translation = ... } ]";
    private static final Map<String, NumberForm> FORMS = forms();
    private static final Map<String, NotCanonical> NOT_CANONICAL = Map.of("by-length", NotCanonical.BY_LENGTH, "484",
            NotCanonical.INCOMPLETE, "404", NotCanonical.NOT_FOUND);
    private static final Map<String, CallerPolicy> CALLER = callers();
    private final Mistakes mistakes;
    private int rules;

    NumbersReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    TrunkNumbers read(Section group, Optional<Side> side) {
        Section numbers = group.section("numbers");
        int before = rules;
        TrunkNumbers read = new TrunkNumbers(list(numbers, "inbound-called"), list(numbers, "inbound-calling"),
                list(numbers, "outbound-called"), list(numbers, "outbound-calling"), reading(numbers),
                writing(numbers, side));
        if (before <= NumberRule.MAX_RULES && rules > NumberRule.MAX_RULES) {
            group.wrong("numbers", "at most " + NumberRule.MAX_RULES + " rules in all peer groups together");
        }
        numbers.done();
        return read;
    }

    private RuleList list(Section numbers, String key) {
        List<NumberRule> read = new ArrayList<>();
        for (Section rule : numbers.sections(key, RULES)) {
            rules++;
            rule(rule).ifPresent(read::add);
        }
        return new RuleList(key, read);
    }

    private Optional<NumberRule> rule(Section rule) {
        Optional<Item> name = bounded(rule, "name", 1, NumberRule.MAX_NAME);
        Optional<Item> pattern = bounded(rule, "pattern", 1, NumberRule.MAX_PATTERN);
        Optional<Item> translation = bounded(rule, "translation", 0, NumberRule.MAX_TRANSLATION);
        rule.done();
        if (name.isEmpty() || pattern.isEmpty() || translation.isEmpty()) {
            return Optional.empty();
        }
        return compiled(pattern.get(), translation.get()).map(
                compiled -> new NumberRule(name.get().text(), pattern.get().text(), translation.get().text(),
                        compiled));
    }

    private Optional<NumberPattern> compiled(Item pattern, Item translation) {
        return switch (Re2Pattern.compile(pattern.text(), translation.text())) {
            case Re2Pattern.Result.Compiled(NumberPattern compiled) -> Optional.of(compiled);
            case Re2Pattern.Result.BadPattern(String why) -> {
                mistakes.add(pattern, "a regular expression as RE2 reads it, without back-references and look-around ("
                        + why + ")");
                yield Optional.empty();
            }
            case Re2Pattern.Result.BadTranslation(String why) -> {
                mistakes.add(translation, why);
                yield Optional.empty();
            }
        };
    }

    private Optional<Item> bounded(Section rule, String key, int least, int most) {
        String right = "a text of " + least + " to " + most + " characters";
        Optional<Item> item = rule.item(key, right);
        if (item.isPresent() && (item.get().text().length() < least || item.get().text().length() > most)) {
            mistakes.add(item.get(), right);
            return Optional.empty();
        }
        return item;
    }

    private Reading reading(Section numbers) {
        Set<String> anonymous = new HashSet<>(Reading.ANONYMOUS);
        List<Item> more = numbers.items("anonymous-callers", "a list of user parts: [ \"0\" ]");
        more.forEach(user -> anonymous.add(user.text().toLowerCase(Locale.ROOT)));
        if (more.size() > MANY_ANONYMOUS) {
            numbers.wrong("anonymous-callers", "at most " + MANY_ANONYMOUS + " user parts");
        }
        return new Reading(Set.copyOf(anonymous), choice(numbers, "p-called-party-id", Choices.YES_NO, false),
                choice(numbers, "remote-party-id", Choices.YES_NO, false),
                choice(numbers, "not-canonical", NOT_CANONICAL, NotCanonical.BY_LENGTH));
    }

    private Writing writing(Section numbers, Optional<Side> side) {
        NumberPlan plan = new NumberPlan(digits(numbers, "country-code", 3, ""),
                digits(numbers, "national-prefix", 4, NumberPlan.DEFAULT.nationalPrefix()),
                digits(numbers, "international-prefix", 8, NumberPlan.DEFAULT.internationalPrefix()));
        Section write = numbers.section("write");
        Writing read = new Writing(plan, form(write, "request-uri"), form(write, "to"), form(write, "from"),
                form(write, "identity"), choice(numbers, "caller-without-number", CALLER, CallerPolicy.ANONYMOUS),
                defaultNumber(numbers));
        write.done();
        List<NumberForm> forms = List.of(read.requestUri(), read.to(), read.from(), read.identity());
        if (side.equals(Optional.of(Side.MPS)) && !Set.of(NumberForm.E164PLUS).containsAll(forms)) {
            numbers.wrong("write", "no such key here: Microsoft gets +E.164 always");
        }
        if (forms.contains(NumberForm.NATIONAL) && plan.countryCode().isEmpty()) {
            numbers.missing("country-code", "the country whose numbers are written as national, such as \"44\"");
        }
        if (side.equals(Optional.of(Side.CORE))) {
            onlyTowardsMicrosoft(numbers, "caller-without-number");
            onlyTowardsMicrosoft(numbers, "default-number");
        }
        if (read.callerPolicy() == CallerPolicy.DEFAULT_NUMBER && read.defaultNumber().isEmpty()) {
            numbers.missing("default-number", "the number that takes a caller's place, such as \"+441632960000\"");
        }
        return read;
    }

    private static void onlyTowardsMicrosoft(Section numbers, String key) {
        if (numbers.optionalItem(key, "").isPresent()) {
            numbers.wrong(key, "no such key here: only a group with side = mps has one");
        }
    }

    private Optional<PhoneNumber> defaultNumber(Section numbers) {
        String right = "a number in E.164 with its +, such as \"+441632960000\"";
        Optional<Item> item = numbers.optionalItem("default-number", right);
        Optional<PhoneNumber> number = item.flatMap(found -> PhoneNumber.parse(found.text()));
        if (item.isPresent() && number.isEmpty()) {
            mistakes.add(item.get(), right);
        }
        return number;
    }

    private String digits(Section numbers, String key, int most, String otherwise) {
        String right = "a text of up to " + most + " digits";
        Optional<Item> item = numbers.optionalItem(key, right);
        if (item.isPresent() && !item.get().text().matches("[0-9]{0," + most + "}")) {
            mistakes.add(item.get(), right);
            return otherwise;
        }
        return item.map(Item::text).orElse(otherwise);
    }

    private static NumberForm form(Section write, String key) {
        return choice(write, key, FORMS, NumberForm.E164PLUS);
    }

    private static <T> T choice(Section section, String key, Map<String, T> choices, T otherwise) {
        String right = "one of " + String.join(", ", choices.keySet());
        return section.optionalItem(key, right)
                .flatMap(item -> section.choose(item, choices, right))
                .orElse(otherwise);
    }

    private static Map<String, CallerPolicy> callers() {
        Map<String, CallerPolicy> policies = new LinkedHashMap<>();
        for (CallerPolicy policy : CallerPolicy.values()) {
            policies.put(policy.label(), policy);
        }
        return policies;
    }

    private static Map<String, NumberForm> forms() {
        Map<String, NumberForm> forms = new LinkedHashMap<>();
        for (NumberForm form : NumberForm.values()) {
            forms.put(form.configName(), form);
        }
        return forms;
    }
}
