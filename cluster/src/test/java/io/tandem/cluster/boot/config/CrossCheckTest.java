package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keys that are each right by themselves and make no sense together, or in that place. */
class CrossCheckTest {
    private static List<String> mistakes(String text) {
        return switch (ConfigFile.read("test", text, Optional.empty())) {
            case ConfigResult.Right _ -> List.of();
            case ConfigResult.Wrong wrong -> wrong.mistakes().stream().map(Mistake::text).toList();
        };
    }

    @Test
    void aConnectionMayNotTakeAsLongToOpenAsAnAnswerToCome() { // RFC 3261 §18.1.1: what TCP does not take goes by UDP
        assertThat(mistakes(ConfigText.with("storage = embedded",
                "storage = embedded, calls.first-response-timeout = 1 s"))).singleElement()
                .satisfies(
                        text -> assertThat(text).contains("tandem.sip.limits.connect-timeout", "found \"2 s\"",
                                "a duration below tandem.calls.first-response-timeout"));
    }

    @Test
    void nationalNumbersNeedTheirCountry() {
        assertThat(mistakes(ConfigText.with("name = core,", "name = core, numbers.write.to = national,")))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("numbers.country-code", "such as \"44\""));
    }

    @Test
    void whatStandsForACallerTowardsMicrosoftHasNoPlaceInACoreGroup() { // NUM-22
        assertThat(mistakes(ConfigText.with("name = core,", """
                name = core, numbers { caller-without-number = default-number, default-number = "+441632960000" },""")))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains("only a group with side = mps has one"));
    }
}
