package io.tandem;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.JavaSources.Measured;
import io.tandem.JavaSources.Size;
import io.tandem.JavaSources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Methods and files stay short: what is over the line is listed with its size in {@code ops/build/size-ratchet.txt},
 * may shrink, may not grow, and leaves the list when it is short enough.
 */
class SizeRatchetTest {
    private static final int METHOD_LINES = 70;
    private static final int FILE_LINES = 500;
    private static final String LIST = "ops/build/size-ratchet.txt";

    private static final Path ROOT = JavaSources.projectRoot();
    private static final List<Measured> OURS = JavaSources.measure(JavaSources.all(ROOT));

    @Test
    void nothingNewGrowsAcrossTheLine() throws IOException {
        assertThat(complaints(OURS, listed(Files.readAllLines(ROOT.resolve(LIST))))).isEmpty();
    }

    @Test
    void noTestSleeps() {
        assertThat(OURS.stream()
                .flatMap(measured -> measured.sleeps().stream())
                .filter(
                        place -> place.contains("/src/test/")))
                .isEmpty();
    }

    @Test
    void theProjectsOwnSourcesAreSeen() {
        assertThat(OURS).extracting(measured -> measured.file().key())
                .contains(
                        "cluster/src/test/java/io/tandem/SizeRatchetTest.java",
                        "call-actors/src/main/java/io/tandem/port/CallId.java");
    }

    @Test
    void aMethodCountsFromItsSignatureToItsClosingBrace() {
        Measured measured = measure("class A { record B(int x) {\n  /** Doc. */\n  @Deprecated\n  int two(int... n)"
                + " {\n    return 2;\n  }\n}}\n");
        assertThat(measured.file()).isEqualTo(new Size("m/A.java", 7));
        assertThat(measured.methods()).containsExactly(new Size("m/A.java#A.B.two(int[])", 4));
    }

    @Test
    void sleepingIsSeenHoweverItIsWritten() {
        assertThat(measure("""
                import static java.lang.Thread.sleep;
                class A {
                    void plain() { Thread.sleep(1); }
                    void full() { java.lang.Thread.sleep(1); }
                    void unit() { TimeUnit.SECONDS.sleep(1); }
                    void ours(Bed bed) { bed.sleep(8); }
                }
                """).sleeps()).containsExactly("m/A.java", "m/A.java#A.plain()", "m/A.java#A.full()",
                "m/A.java#A.unit()");
    }

    @Test
    void whatIsTooLongMustBeListedMayNotGrowAndLeavesTheListWhenShort() {
        Measured longer = new Measured(new Size("F.java", FILE_LINES + 1),
                List.of(new Size("F.java#F.m()", METHOD_LINES + 5), new Size("F.java#F.n()", METHOD_LINES)), List.of());
        assertThat(complaints(List.of(longer), Map.of())).hasSize(2);
        assertThat(complaints(List.of(longer), Map.of("F.java", 501, "F.java#F.m()", 75))).isEmpty();
        assertThat(complaints(List.of(longer), Map.of("F.java", 501, "F.java#F.m()", 74))).containsExactly(
                "F.java#F.m(): 75 lines, it was 74; split it");
        assertThat(complaints(List.of(longer), Map.of("F.java", 501, "F.java#F.m()", 80))).containsExactly(
                "F.java#F.m(): down to 75 lines, well done; lower the 80 in " + LIST);
        assertThat(complaints(List.of(longer),
                Map.of("F.java", 501, "F.java#F.m()", 75, "F.java#F.n()", 71))).containsExactly(
                        "F.java#F.n(): no longer over the line; strike it from " + LIST);
    }

    private static Measured measure(String text) {
        return JavaSources.measure(List.of(new Source("m/A.java", text))).getFirst();
    }

    private static List<String> complaints(List<Measured> all, Map<String, Integer> listed) {
        List<String> complaints = new ArrayList<>();
        Map<String, Integer> unseen = new TreeMap<>(listed);
        for (Measured measured : all) {
            judge(measured.file(), FILE_LINES, unseen, complaints);
            measured.methods().forEach(method -> judge(method, METHOD_LINES, unseen, complaints));
        }
        unseen.keySet().forEach(key -> complaints.add(key + ": no longer over the line; strike it from " + LIST));
        return complaints;
    }

    private static void judge(Size size, int limit, Map<String, Integer> unseen, List<String> complaints) {
        if (size.lines() <= limit) {
            return;
        }
        Integer before = unseen.remove(size.key());
        if (before == null) {
            complaints.add(size.key() + ": " + size.lines() + " lines, over the " + limit + "; split it");
        } else if (size.lines() > before) {
            complaints.add(size.key() + ": " + size.lines() + " lines, it was " + before + "; split it");
        } else if (size.lines() < before) {
            complaints.add(size.key() + ": down to " + size.lines() + " lines, well done; lower the " + before + " in "
                    + LIST);
        }
    }

    /** Rows {@code <lines> <key>}; {@code #} opens a comment row. */
    private static Map<String, Integer> listed(List<String> rows) {
        Map<String, Integer> listed = new TreeMap<>();
        for (String row : rows) {
            if (!row.isBlank() && !row.startsWith("#")) {
                int space = row.indexOf(' ');
                listed.put(row.substring(space + 1).strip(), Integer.parseInt(row.substring(0, space)));
            }
        }
        return listed;
    }
}
