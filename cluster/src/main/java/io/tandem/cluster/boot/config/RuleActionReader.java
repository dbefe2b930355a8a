package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.MessageRulesReader.Direction;
import io.tandem.interworking.rules.Protection;
import io.tandem.interworking.rules.RuleAction;
import io.tandem.interworking.rules.RuleCondition;
import io.tandem.interworking.rules.Source;
import io.tandem.interworking.rules.Template;
import io.tandem.interworking.rules.TextPattern;
import io.tandem.sip.message.HeaderName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads one entry of a rule's {@code do}: exactly one of its verbs, and what goes with that. */
record RuleActionReader(RuleWords words, RuleCondition when, Direction direction) {
    private static final List<String> VERBS = List.of("add", "set", "remove", "rename", "copy", "sdp-add",
            "sdp-remove");
    private static final String VERB = "one of " + String.join(", ", VERBS);
    private static final Map<String, RuleAction.Section> SECTION = new TreeMap<>(
            Map.of("session", RuleAction.Section.SESSION, "audio", RuleAction.Section.AUDIO));
    private static final Pattern LINE = Pattern.compile("[ab]=[\\x21-\\x7e][\\x20-\\x7e]*");
    private static final String VALUE = "a text of up to " + RuleAction.MAX_VALUE + " characters";

    Optional<RuleAction> read(Section action) {
        List<Item> verbs = new ArrayList<>();
        String verb = "";
        for (String known : VERBS) {
            Optional<Item> item = action.optionalItem(known, "a text");
            if (item.isPresent()) {
                verb = known;
                verbs.add(item.get());
            }
        }
        if (verbs.isEmpty()) {
            action.missing("add", VERB + " (rule \"" + words.rule() + "\")");
            return Optional.empty();
        }
        if (verbs.size() > 1) {
            words.wrong(verbs.get(1), "an action with " + VERB);
            return Optional.empty();
        }
        Optional<RuleAction> read = switch (verb) {
            case "add" -> add(action, verbs.getFirst());
            case "set" -> set(action, verbs.getFirst());
            case "remove" -> remove(action, verbs.getFirst());
            case "rename" -> rename(action, verbs.getFirst());
            case "copy" -> copy(action, verbs.getFirst());
            case "sdp-add" -> addLine(action, verbs.getFirst());
            default -> removeLines(action, verbs.getFirst());
        };
        action.done();
        return read;
    }

    private Optional<RuleAction> add(Section action, Item verb) {
        Optional<HeaderName> header = touched(verb, Protection::ofHeader);
        Optional<Template> value = value(action, when.groups());
        return header.isPresent() && value.isPresent()
                ? Optional.of(new RuleAction.Add(header.get(), value.get()))
                : Optional.empty();
    }

    private Optional<RuleAction> set(Section action, Item verb) {
        Optional<String> parameter = words.parameter(action);
        Optional<TextPattern> matches = words.matches(action);
        Optional<Template> value = value(action, matches.map(TextPattern::groups).orElse(when.groups()));
        if (parameter.isPresent()) {
            matches.ifPresent(_ -> action.wrong("matches", "parameter or matches, not both (rule \"" + words.rule()
                    + "\")"));
            return parameterOf(verb, parameter.get()).flatMap(header -> value
                    .map(text -> new RuleAction.SetParameter(header, parameter.get(), text)));
        }
        return touched(verb, Protection::ofSet)
                .flatMap(header -> value.map(text -> new RuleAction.Set(header, matches, text)));
    }

    private Optional<RuleAction> remove(Section action, Item verb) {
        Optional<String> parameter = words.parameter(action);
        Optional<TextPattern> matches = words.matches(action);
        if (parameter.isPresent()) {
            matches.ifPresent(_ -> action.wrong("matches", "parameter or matches, not both (rule \"" + words.rule()
                    + "\")"));
            return parameterOf(verb, parameter.get())
                    .map(header -> new RuleAction.RemoveParameter(header, parameter.get()));
        }
        return touched(verb, Protection::ofHeader).map(header -> new RuleAction.Remove(header, matches));
    }

    private Optional<RuleAction> rename(Section action, Item verb) {
        Optional<HeaderName> header = touched(verb, Protection::ofHeader);
        Optional<HeaderName> to = target(action);
        return header.isPresent() && to.isPresent()
                ? Optional.of(new RuleAction.Rename(header.get(), to.get()))
                : Optional.empty();
    }

    private Optional<RuleAction> copy(Section action, Item verb) {
        Optional<Source> from = words.source(verb);
        Optional<HeaderName> to = target(action);
        Optional<TextPattern> matches = words.matches(action);
        Optional<Template> value = action.optionalItem("value", VALUE).isPresent()
                ? value(action, matches.map(TextPattern::groups).orElse(0))
                : Optional.of(Template.WHOLE);
        return from.isPresent() && to.isPresent() && value.isPresent()
                ? Optional.of(new RuleAction.Copy(from.get(), to.get(), matches, value.get()))
                : Optional.empty();
    }

    private Optional<RuleAction> addLine(Section action, Item verb) {
        RuleAction.Section section = section(action);
        if (verb.text().length() > RuleAction.MAX_VALUE || !LINE.matcher(verb.text()).matches()) {
            words.wrong(verb, "one line of ASCII that begins with a= or b=, to " + RuleAction.MAX_VALUE
                    + " characters: the other lines say where and what the media is");
            return Optional.empty();
        }
        return Optional.of(new RuleAction.AddLine(section, verb.text()));
    }

    private Optional<RuleAction> removeLines(Section action, Item verb) {
        RuleAction.Section section = section(action);
        return words.pattern(verb).map(pattern -> new RuleAction.RemoveLines(section, pattern));
    }

    private Optional<HeaderName> target(Section action) {
        return action.item("to", "the header that it becomes (rule \"" + words.rule() + "\")")
                .flatMap(item -> touched(item, Protection::ofHeader));
    }

    /** A header, unless it is one that a rule must leave alone. */
    private Optional<HeaderName> touched(Item item, Function<HeaderName, Optional<String>> protection) {
        return words.header(item).filter(header -> {
            Optional<String> refused = protection.apply(header).or(() -> party(header));
            refused.ifPresent(right -> words.wrong(item, right));
            return refused.isEmpty();
        });
    }

    private Optional<HeaderName> parameterOf(Item item, String parameter) {
        return touched(item, header -> Protection.ofParameter(header, parameter));
    }

    /** RFC 3261 §8.2.6.2: a response repeats From and To as they came. */
    private Optional<String> party(HeaderName header) {
        return Protection.isParty(header) && (direction == Direction.INBOUND || !when.onlyRequests())
                ? Optional.of("an outbound rule with message = request for " + header
                        + ": responses repeat it as it came")
                : Optional.empty();
    }

    private Optional<Template> value(Section action, int groups) {
        Optional<Item> item = action.item("value", VALUE);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> right = item.get().text().length() > RuleAction.MAX_VALUE
                ? Optional.of(VALUE)
                : Template.mistake(item.get().text(), groups);
        right.ifPresent(text -> words.wrong(item.get(), text));
        return right.isPresent() ? Optional.empty() : item.map(Item::text).map(Template::new);
    }

    private static RuleAction.Section section(Section action) {
        String right = "one of " + String.join(", ", SECTION.keySet());
        return action.optionalItem("section", right)
                .flatMap(item -> action.choose(item, SECTION, right))
                .orElse(RuleAction.Section.AUDIO);
    }
}
