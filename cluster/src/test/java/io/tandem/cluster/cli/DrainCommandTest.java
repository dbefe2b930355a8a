package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class DrainCommandTest {

    private static String line(String state, String addresses) throws JsonProcessingException {
        return DrainCommand.line(new ObjectMapper().readTree("""
                {"node": "192.0.2.1:25520", "calls": 131, "drain": {"state": "%s", "addresses": [%s]}}
                """.formatted(state, addresses)));
    }

    @Test
    void saysWhatIsLeftAndWhenNothingIs() throws JsonProcessingException {
        assertThat(line("moving", "\"a\", \"b\""))
                .isEqualTo("192.0.2.1:25520: service addresses a b, 131 calls on their way to others");
        assertThat(line("waiting", "\"a\""))
                .isEqualTo(
                        "192.0.2.1:25520: service address a, 131 calls; no other node can have them, so they may end");
        assertThat(line("late", "\"a\"")).contains("131 calls go on").contains("--undo");
        assertThat(line("done", "")).isEqualTo("192.0.2.1:25520: nothing is left, it can be stopped");
    }
}
