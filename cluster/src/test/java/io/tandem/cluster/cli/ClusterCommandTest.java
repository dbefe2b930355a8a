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
                  {"node": "192.0.2.2:25520", "status": "Up", "reachable": false, "shards": [],
                   "drain": {"state": "moving", "addresses": ["b"]}}],
                 "serviceAddresses": [
                  {"id": "a", "home": "192.0.2.1:25520", "owner": "192.0.2.1:25520", "atWork": true, "epoch": 1},
                  {"id": "b", "home": "192.0.2.2:25520", "owner": "192.0.2.1:25520", "atWork": true, "epoch": 4},
                  {"id": "c", "home": "192.0.2.3:25520", "atWork": false, "epoch": 0}]}
                """;
        assertThat(ClusterCommand.table(new ObjectMapper().readTree(answer))).isEqualTo("""
                NODE             STATUS  REACHABLE  CALLS  SHARDS
                192.0.2.1:25520  Up      yes        7      2       asked
                192.0.2.2:25520  Up      NO         -      0       leader, drained, moving

                ADDRESS  HOME             OWNER            EPOCH
                a        192.0.2.1:25520  192.0.2.1:25520  1
                b        192.0.2.2:25520  192.0.2.1:25520  4      taken over
                c        192.0.2.3:25520  nobody           0      on its way
                """);
    }
}
