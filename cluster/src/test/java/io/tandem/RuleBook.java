package io.tandem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbered rules of {@code ops/rules}, and what each waits for that no test of ours shows yet
 * ({@code ops/rules/waiting.txt}).
 *
 * @param files in the order of the table
 * @param waiting number to reason, as the file has them
 * @param mistakes rows of {@code waiting.txt} that cannot be read
 */
record RuleBook(List<RuleFile> files, Map<String, String> waiting, List<String> mistakes) {
    static final String FOLDER = "ops/rules/";
    static final String WAITING = FOLDER + "waiting.txt";

    /** What a rule's number looks like, and nothing else that a test is tagged with. */
    static final Pattern NUMBER = Pattern.compile("[A-Z]+-[0-9]+");

    /** Files whose numbers all stand in the table; of the others numbers may be cited. */
    private static final List<String> TABLED = List.of("teams-sip-profile.md", "sip-numbers.md", "acg-features.md",
            "traps.md");
    private static final List<String> CITED = List.of("provisioning.md", "mcp.md", "metrics.md");
    private static final Pattern RULE = Pattern.compile("- (" + NUMBER + ") (.+)");
    private static final Pattern WAITS = Pattern.compile("(" + NUMBER + ") +([^:]+: .+)");
    private static final Pattern SOURCE_TAGS = Pattern.compile("^(?:\\[[A-Za-z0-9 ]+]\\s*)+|^[★○–] ");
    private static final int SHORT_LENGTH = 110;

    /** @param tabled whether each of its numbers needs a test or a reason */
    record RuleFile(String name, String title, boolean tabled, List<Rule> rules) {}

    /** @param text the first words of the rule, for people who look for it */
    record Rule(String number, String text) {}

    static RuleBook read(Path root) {
        List<RuleFile> files = new ArrayList<>();
        TABLED.forEach(name -> files.add(file(name, true, lines(root.resolve(FOLDER + name)))));
        CITED.forEach(name -> files.add(file(name, false, lines(root.resolve(FOLDER + name)))));
        return of(files, lines(root.resolve(WAITING)));
    }

    static RuleBook of(List<RuleFile> files, List<String> waitingRows) {
        Map<String, String> waiting = new TreeMap<>();
        List<String> mistakes = new ArrayList<>();
        for (String row : waitingRows) {
            Matcher waits = WAITS.matcher(row);
            if (row.isBlank() || row.startsWith("#")) {
                continue;
            }
            if (!waits.matches()) {
                mistakes.add(WAITING + ": \"" + row + "\"; right would be: NUMBER  work: what of it");
            } else if (waiting.put(waits.group(1), waits.group(2)) != null) {
                mistakes.add(WAITING + ": " + waits.group(1) + " stands there twice");
            }
        }
        return new RuleBook(List.copyOf(files), waiting, mistakes);
    }

    static RuleFile file(String name, boolean tabled, List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            Matcher rule = RULE.matcher(line);
            if (rule.matches()) {
                rules.add(new Rule(rule.group(1), shortened(rule.group(2))));
            }
        }
        return new RuleFile(name, lines.getFirst().replaceFirst("^#+ *", ""), tabled, rules);
    }

    boolean has(String number) {
        return files.stream().flatMap(file -> file.rules().stream()).anyMatch(rule -> rule.number().equals(number));
    }

    /** Up to where the source is named or the first sentence ends, and not beyond the length of a table's row. */
    private static String shortened(String text) {
        String rule = SOURCE_TAGS.matcher(text).replaceFirst("");
        rule = cutAt(cutAt(rule, rule.indexOf(" — ")), rule.indexOf(". "));
        if (rule.length() > SHORT_LENGTH) {
            rule = rule.substring(0, rule.lastIndexOf(' ', SHORT_LENGTH)) + " …";
        }
        boolean codeLeftOpen = rule.chars().filter(letter -> letter == '`').count() % 2 == 1;
        return (codeLeftOpen ? rule.replaceFirst("( …)?$", "` …") : rule).replace("|", "\\|");
    }

    private static String cutAt(String text, int end) {
        return end < 0 || end > text.length() ? text : text.substring(0, end);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
