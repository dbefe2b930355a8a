package io.tandem.tenant.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.tenant.number.RuleList.Rewrite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** NUM-30, NUM-32: order, and what is told of a rewrite. */
class RuleListTest {
    private final RuleList rules = Rules.list(Rules.rule("extension", "^(\\d{4})$", "+44163296$1"),
            Rules.rule("any", "^(\\d+)$", "+$1"), Rules.rule("never", "^1234$", "+0"));

    @Test
    @Tag("NUM-30")
    void theFirstThatMatchesHasItsWay() {
        assertThat(rules.apply("1234")).contains(new Rewrite("list", "extension", "1234", "+441632961234"));
        assertThat(rules.apply("12345")).get().extracting(Rewrite::rule).isEqualTo("any");
        assertThat(rules.apply("+1")).isEmpty();
    }

    @Test
    @Tag("NUM-32")
    @Tag("NUM-53")
    void aRewriteIsToldWithoutTheNumber() {
        assertThat(rules.apply("1234").orElseThrow().masked()).isEqualTo(
                "list rule \"extension\": *234 -> **********234");
    }

    @Test
    void aTextThatIsTooLongForANumberIsLeft() {
        assertThat(rules.apply("1".repeat(257))).isEmpty();
    }
}
