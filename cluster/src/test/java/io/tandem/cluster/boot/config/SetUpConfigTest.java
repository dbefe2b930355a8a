package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkSetUp.Forwarded;
import io.tandem.port.TrunkSetUp.Redirects;
import io.tandem.port.TrunkSetUp.ReliableProvisional;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How calls of a trunk come about, as the configuration says it. */
@Tag("TSP-116")
@Tag("TSP-97")
@Tag("TSP-110")
class SetUpConfigTest {

    @Test
    void readsHowCallsOfATrunkComeAbout() {
        assertThat(read(ConfigText.right())).isInstanceOfSatisfying(ConfigResult.Right.class,
                right -> assertThat(right.config().peerGroups()).extracting(PeerGroup::setUp)
                        .containsOnly(TrunkSetUp.DEFAULT));
        String said = "name = teams, reliable-provisional = off, map-181-182 = 180, redirects = follow, early-media = off, refer = off";
        assertThat(read(ConfigText.with("name = teams", said))).isInstanceOfSatisfying(ConfigResult.Right.class,
                right -> assertThat(right.config().peerGroups().get(1).setUp()).isEqualTo(
                        new TrunkSetUp(ReliableProvisional.OFF, Forwarded.RINGING, Redirects.FOLLOWED, false, false)));
    }

    @Test
    void saysWhatWouldBeRight() {
        String said = "name = teams, reliable-provisional = yes, map-181-182 = 181, redirects = follows, refer = no";
        assertThat(read(ConfigText.with("name = teams", said)).toString()).contains(
                "right=supported, required or off")
                .contains("right=off, 180 or 183")
                .contains("right=pass or follow")
                .contains("right=on or off");
    }

    private static ConfigResult read(String text) {
        return ConfigFile.read("test.conf", text, Optional.empty());
    }
}
