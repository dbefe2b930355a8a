package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ClusterCommandTest {

    @Test
    void showsANodeARowAndWhatIsNotKnownOfItAsADash() throws JsonProcessingException {
        String answer = """
                {"self": "192.0.2.1:25520", "leader": "192.0.2.2:25520", "members": [
                  {"node": "192.0.2.1:25520", "status": "Up", "reachable": true, "calls": 7, "shards": ["a0", "a1"]},
                  {"node": "192.0.2.2:25520", "status": "Up", "reachable": false, "shards": []}]}
                """;
        assertThat(ClusterCommand.table(new ObjectMapper().readTree(answer))).isEqualTo("""
                NODE             STATUS  REACHABLE  CALLS  SHARDS
                192.0.2.1:25520  Up      yes        7      2       asked
                192.0.2.2:25520  Up      NO         -      0       leader
                """);
    }
}
