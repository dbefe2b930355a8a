package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F-22 on the wire: the rules of a core trunk of a real node; the scenarios of {@code ops/sipp} check what arrives. */
class SippRulesIT {
    private static final int CALLS = 3;
    private static final int RATE = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    @Test
    @Tag("F-22")
    void theCoreGetsWhatItsRulesAddAndNotWhatTheyRemove() throws IOException {
        NodePlan plan = NodePlan.onFreePorts(20)
                .withTrunks(
                        """
                                rules {
                                  outbound = [ { name = mark, when { message = request, methods = [INVITE] }, do = [
                                      { add = X-Gateway, value = tandem }, { sdp-remove = "^a=ptime" } ] } ]
                                  inbound = [ { name = strip, when { methods = [INVITE], statuses = ["2xx"], header = X-Core, matches = "^one$" }
                                      do = [ { sdp-remove = "^a=maxptime" }, { sdp-add = "a=label:9" } ] } ]
                                }
                                """,
                        "");
        try (NodeProcess node = NodeProcess.start(plan, folder);
                Sipp core = Sipp.answering("called", folder, Sipp.Task.ofFile("rules_uas.xml", plan.corePeerPort(),
                        FreePorts.range(2 * CALLS), CALLS, LIMIT));
                Sipp teams = Sipp.start("caller", folder, Sipp.Task
                        .ofFile("rules_uac.xml", FreePorts.one(), FreePorts.range(2 * CALLS), CALLS, LIMIT)
                        .calling("+441632960000", plan.mpsPort(), RATE))) {
            Sipp.assertAllSucceeded(teams, core);
            assertThat(Figures.of(node).sum("tandem_calls_ended_total", "cause=normal", "trunk=teams")).isEqualTo(
                    CALLS);
        }
    }
}
