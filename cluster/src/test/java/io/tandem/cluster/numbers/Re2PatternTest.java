package io.tandem.cluster.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.tenant.number.NumberPattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NUM-30 to NUM-32: patterns and translations as they are configured. */
class Re2PatternTest {

    @ParameterizedTest
    @CsvSource({"^(\\d{10})$, +1$1, 2065550100, +12065550100", "'^0(\\d{9,10})$', +44$1, 02079460000, +442079460000",
            "^00(\\d+)$, +$1, 00441632960000, +441632960000", "^\\+1(\\d{10})$, $1, +12065550100, 2065550100",
            "^(\\d{4})$, +1206555$1, 0100, +12065550100", "^(44\\d{10})$, +$1, 441632960000, +441632960000",
            "^(1)?2$, x$1, 2, x"})
    @Tag("NUM-31")
    void rewriteAsTheRulesSayWithGroups(String pattern, String translation, String text, String rewritten) {
        assertThat(compiled(pattern, translation).rewrite(text)).contains(rewritten);
    }

    @Test
    void leaveWhatTheyDoNotMatch() {
        assertThat(compiled("^0(\\d+)$", "+44$1").rewrite("441632960000")).isEmpty();
    }

    /** A back-tracking matcher would be at it until the sun goes out: 2^100000 ways to fail. */
    @Test
    @Tag("NUM-32")
    void endOnATextThatIsMadeToNeverMatch() {
        assertThat(compiled("^(a+)+$", "$1").rewrite("a".repeat(100_000) + "b")).isEmpty();
        assertThat(compiled("^(\\d|\\d\\d)*#$", "$1").rewrite("1".repeat(100_000))).isEmpty();
    }

    /** NUM §7, of the longest text that a rule gets to see; the best of many, for other work is done on the machine. */
    @Test
    void takeLessThanAMillisecondForTheWorstOfTexts() {
        NumberPattern worst = compiled("^(\\d|\\d\\d|\\d{1,9})*#$", "$1");
        String text = "1".repeat(256);
        long bestNanos = Long.MAX_VALUE;
        for (int i = 0; i < 200; i++) {
            long start = System.nanoTime();
            assertThat(worst.rewrite(text)).isEmpty();
            bestNanos = Math.min(bestNanos, System.nanoTime() - start);
        }
        assertThat(bestNanos).as("ns").isLessThan(1_000_000);
    }

    @ParameterizedTest
    @CsvSource({"(\\d)\\1, character 5", "^(?=1)\\d$, character 2", "^(\\d, missing closing )"})
    @Tag("NUM-32")
    void sayWhereAPatternIsNoneOfRe2(String pattern, String why) {
        assertThat(Re2Pattern.compile(pattern, "$1")).isInstanceOfSatisfying(Re2Pattern.Result.BadPattern.class,
                bad -> assertThat(bad.why()).contains(why));
    }

    @ParameterizedTest
    @CsvSource({"+44$2, no group beyond $1", "$, a group's number", "$x, a group's number", "\\$1, no \\ in it"})
    void refuseATranslationThatAsksForNoGroup(String translation, String why) {
        assertThat(Re2Pattern.compile("^0(\\d+)$", translation)).isInstanceOfSatisfying(
                Re2Pattern.Result.BadTranslation.class, bad -> assertThat(bad.why()).contains(why));
    }

    private static NumberPattern compiled(String pattern, String translation) {
        return switch (Re2Pattern.compile(pattern, translation)) {
            case Re2Pattern.Result.Compiled(NumberPattern compiled) -> compiled;
            case Re2Pattern.Result other -> throw new AssertionError(other);
        };
    }
}
