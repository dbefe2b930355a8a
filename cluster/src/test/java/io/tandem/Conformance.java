package io.tandem;

import io.tandem.RuleBook.Rule;
import io.tandem.RuleBook.RuleFile;
import io.tandem.TestTags.Found;
import io.tandem.TestTags.Tagged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which test shows which rule: {@code ops/conformance.md}, made of the rules, of the tags of the tests and of what
 * waits. {@code ops/conformance} runs this class from its source, without a build.
 */
final class Conformance {
    static final String TABLE = "ops/conformance.md";
    static final String COMMAND = "ops/conformance";

    /** The work of rules that nobody can show here. */
    private static final String SCOPE = "scope:";

    private final RuleBook rules;
    private final Map<String, List<Tagged>> shown;
    private final List<String> tagMistakes;

    Conformance(RuleBook rules, Found found) {
        this.rules = rules;
        this.shown = found.tags()
                .stream()
                .collect(Collectors.groupingBy(Tagged::number, TreeMap::new,
                        Collectors.toList()));
        this.tagMistakes = found.mistakes();
    }

    static Conformance of(Path root) {
        return new Conformance(RuleBook.read(root), TestTags.in(JavaSources.all(root)));
    }

    /** Writes the table anew, strikes from what waits the numbers that a test shows now, and says what is wrong. */
    public static void main(String[] none) throws IOException {
        Path root = JavaSources.projectRoot();
        Conformance before = of(root);
        Path waiting = root.resolve(RuleBook.WAITING);
        List<String> rows = Files.readAllLines(waiting);
        List<String> kept = rows.stream().filter(row -> !before.shown.containsKey(row.split(" ", 2)[0])).toList();
        if (kept.size() < rows.size()) {
            Files.write(waiting, kept);
        }
        Conformance now = of(root);
        Files.writeString(root.resolve(TABLE), now.table());
        now.mistakes().forEach(System.err::println);
        System.exit(now.mistakes().isEmpty() ? 0 : 1);
    }

    List<String> mistakes() {
        List<String> mistakes = new ArrayList<>(tagMistakes);
        mistakes.addAll(rules.mistakes());
        shown.forEach((number, tests) -> {
            if (!rules.has(number)) {
                mistakes.add(TestTags.name(tests.getFirst()) + ": tagged " + number + ", which is no rule of "
                        + RuleBook.FOLDER);
            }
        });
        rules.waiting().keySet().forEach(number -> {
            if (!rules.has(number)) {
                mistakes.add(RuleBook.WAITING + ": " + number + " is no rule of " + RuleBook.FOLDER);
            } else if (shown.containsKey(number)) {
                mistakes.add(RuleBook.WAITING + ": " + number + " does not wait, "
                        + TestTags.name(shown.get(number).getFirst()) + " shows it; strike it");
            }
        });
        tabled().stream()
                .flatMap(file -> file.rules().stream())
                .map(Rule::number)
                .filter(number -> !shown.containsKey(number) && !rules.waiting().containsKey(number))
                .forEach(number -> mistakes.add(number + ": no test is tagged @Tag(\"" + number
                        + "\"), and no reason stands in " + RuleBook.WAITING));
        return mistakes;
    }

    String table() {
        StringBuilder table = new StringBuilder(
                """
                        # Which test shows which rule

                        Written by `%s` from the rules of [ops/rules](rules/README.md), the tests' `@Tag("TSP-22")` and
                        [waiting.txt](rules/waiting.txt), which says what each of the others waits for. `ConformanceTest` fails when
                        this file says anything else. A test that is named here runs with `./tandem verify`;
                        `-Dgroups=TSP-22` runs those of one rule.

                        """
                        .formatted(COMMAND));
        table.append("| | rules | shown | waiting | out of scope |\n|---|---:|---:|---:|---:|\n");
        tabled().forEach(file -> table.append(counts(file.title(), file.rules())));
        table.append(counts("**all**", tabled().stream().flatMap(file -> file.rules().stream()).toList()));
        table.append("\nWhat waits: ").append(reasons()).append(".\n");
        tabled().forEach(file -> append(table, file));
        return table.toString();
    }

    private List<RuleFile> tabled() {
        return rules.files().stream().filter(RuleFile::tabled).toList();
    }

    private String counts(String title, List<Rule> of) {
        long tested = of.stream().filter(rule -> shown.containsKey(rule.number())).count();
        long outside = of.stream().filter(rule -> reason(rule).startsWith(SCOPE)).count();
        return "| " + title + " | " + of.size() + " | " + tested + " | " + (of.size() - tested - outside) + " | "
                + outside + " |\n";
    }

    private String reason(Rule rule) {
        return rules.waiting().getOrDefault(rule.number(), "");
    }

    private String reasons() {
        return rules.waiting()
                .values()
                .stream()
                .filter(reason -> !reason.startsWith(SCOPE))
                .collect(
                        Collectors.groupingBy(reason -> reason.substring(0, reason.indexOf(':')), TreeMap::new,
                                Collectors.counting()))
                .entrySet()
                .stream()
                .map(work -> work.getKey() + " " + work.getValue())
                .collect(Collectors.joining(", "));
    }

    private void append(StringBuilder table, RuleFile file) {
        table.append("\n## ").append(file.title()).append("\n\n| number | rule | shown by |\n|---|---|---|\n");
        for (Rule rule : file.rules()) {
            String tests = shown.containsKey(rule.number())
                    ? tests(shown.get(rule.number()))
                    : reason(rule).startsWith(SCOPE) ? reason(rule) : "waits: " + reason(rule);
            table.append("| ")
                    .append(rule.number())
                    .append(" | ")
                    .append(rule.text())
                    .append(" | ")
                    .append(tests)
                    .append(" |\n");
        }
    }

    /** Each class once, with those of its methods that have the tag. */
    private static String tests(List<Tagged> tagged) {
        Map<String, List<Tagged>> byType = tagged.stream()
                .collect(Collectors.groupingBy(Tagged::type, TreeMap::new, Collectors.toList()));
        return byType.entrySet().stream().map(type -> {
            String link = "[" + type.getKey() + "](../" + type.getValue().getFirst().path() + ")";
            String methods = type.getValue()
                    .stream()
                    .map(Tagged::method)
                    .filter(method -> !method.isEmpty())
                    .sorted()
                    .distinct()
                    .collect(Collectors.joining(", "));
            return methods.isEmpty() ? link : link + " " + methods;
        }).collect(Collectors.joining("; "));
    }
}
