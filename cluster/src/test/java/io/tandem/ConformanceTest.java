package io.tandem;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.JavaSources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each numbered rule has a test of ours or a reason, and {@code ops/conformance.md} says which. */
class ConformanceTest {
    private static final Path ROOT = JavaSources.projectRoot();
    private static final Conformance NOW = Conformance.of(ROOT);

    @Test
    void eachRuleHasATestOrAReason() {
        assertThat(NOW.mistakes()).isEmpty();
    }

    @Test
    void theTableSaysWhatTheSourcesSay() throws IOException {
        List<String> written = Files.readAllLines(ROOT.resolve(Conformance.TABLE));
        assertThat(differences(written, NOW.table().lines().toList()))
                .as(Conformance.TABLE + " is out of date; this command writes it anew: " + Conformance.COMMAND)
                .isEmpty();
    }

    @Test
    void aRuleWithoutATestOrAReasonIsNamed() {
        assertThat(onPaper("").mistakes()).containsExactly(
                "TSP-7: no test is tagged @Tag(\"TSP-7\"), and no reason stands in ops/rules/waiting.txt");
        assertThat(onPaper("", "# why", "TSP-7  media: tones").mistakes()).isEmpty();
        assertThat(onPaper("@Test @Tag(\"TSP-7\") void rings() {}").mistakes()).isEmpty();
    }

    @Test
    void whatIsShownDoesNotWait() {
        assertThat(onPaper("@Test @Tag(\"TSP-7\") void rings() {}", "TSP-7  media: tones").mistakes()).containsExactly(
                "ops/rules/waiting.txt: TSP-7 does not wait, ATest.rings shows it; strike it");
    }

    @Test
    void numbersThatNoRuleHasAreNamed() {
        assertThat(onPaper("@Tag(\"TSP-8\") @Property void rings() {}", "TSP-7  media: tones", "TSP-9  media: tones")
                .mistakes()).containsExactly("ATest.rings: tagged TSP-8, which is no rule of ops/rules/",
                        "ops/rules/waiting.txt: TSP-9 is no rule of ops/rules/");
    }

    @Test
    void tagsThatShowNothingAreNamed() {
        assertThat(onPaper("""
                @Tag("TSP-7") void help() {}
                @Disabled @Test @Tag("TSP-7") void later() {}
                @Test @Tag("slow") void waits() {}
                @Test @Tag(NAME) void named() {}
                """, "TSP-7  media: tones").mistakes()).containsExactly(
                "ATest.help: tagged TSP-7 and no test that runs", "ATest.later: tagged TSP-7 and no test that runs",
                "ATest.waits: the tag slow is no rule's number", "ATest.named: the tag NAME is no rule's number");
    }

    @Test
    void reasonsThatCannotBeReadAreNamed() {
        assertThat(onPaper("", "TSP-7  media: tones", "TSP-7  media: tones", "TSP-7 later").mistakes()).containsExactly(
                "ops/rules/waiting.txt: TSP-7 stands there twice",
                "ops/rules/waiting.txt: \"TSP-7 later\"; right would be: NUMBER  work: what of it");
    }

    @Test
    void aRowNamesTheTestsOfARuleOrWhatItWaitsFor() {
        assertThat(onPaper("@Test @Tag(\"TSP-7\") void rings() {}").table()).contains(
                "| Rules | 1 | 1 | 0 | 0 |\n",
                "| TSP-7 | Rings at `once` | [ATest](../m/src/test/java/ATest.java) rings |\n");
        assertThat(onPaper("", "TSP-7  media: tones").table()).contains("What waits: media 1.",
                "| TSP-7 | Rings at `once` | waits: media: tones |\n");
        assertThat(onPaper("", "TSP-7  scope: not ours").table()).contains("| Rules | 1 | 0 | 0 | 1 |\n",
                "| TSP-7 | Rings at `once` | scope: not ours |\n");
    }

    /** @param methods the body of a test class, beside one rule, TSP-7 */
    private static Conformance onPaper(String methods, String... waiting) {
        RuleBook rules = RuleBook.of(List.of(RuleBook.file("rules.md", true,
                List.of("# Rules", "- TSP-7 [MS][VN] Rings at `once`. Always.", "no rule"))), List.of(waiting));
        return new Conformance(rules, TestTags.in(
                List.of(new Source("m/src/test/java/ATest.java", "class ATest { " + methods + " }"))));
    }

    private static List<String> differences(List<String> written, List<String> right) {
        List<String> differences = new ArrayList<>();
        written.stream().filter(line -> !right.contains(line)).forEach(line -> differences.add("- " + line));
        right.stream().filter(line -> !written.contains(line)).forEach(line -> differences.add("+ " + line));
        if (differences.isEmpty() && !written.equals(right)) {
            differences.add("the lines stand in another order");
        }
        return differences;
    }
}
