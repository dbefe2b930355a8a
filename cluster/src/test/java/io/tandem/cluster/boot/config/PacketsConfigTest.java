package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkPackets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How packets are marked, as the configuration says it. */
@Tag("TSP-168")
@Tag("F-68")
class PacketsConfigTest {

    @Test
    void speechIsExpeditedAndSignallingIsNotMarkedUnlessAGroupSaysOtherwise() {
        assertThat(read(ConfigText.right())).isInstanceOfSatisfying(ConfigResult.Right.class,
                right -> assertThat(right.config().peerGroups()).extracting(PeerGroup::packets)
                        .containsOnly(new TrunkPackets(46, 0, false, false)));
        assertThat(read(ConfigText.with("name = core, ", "name = core, dscp { media = 40, signaling = 24 }, ")))
                .isInstanceOfSatisfying(ConfigResult.Right.class,
                        right -> assertThat(right.config().peerGroups()).extracting(PeerGroup::packets)
                                .containsExactly(new TrunkPackets(40, 24, false, false),
                                        new TrunkPackets(46, 0, false, false)));
    }

    @Test
    @Tag("TSP-143")
    void ourOffersTakeRtcpOnOnePortWhereThatIsSwitchedOn() {
        assertThat(read(ConfigText.with("name = teams", "name = teams, rtcp-mux = on")))
                .isInstanceOfSatisfying(ConfigResult.Right.class, right -> assertThat(right.config().peerGroups())
                        .extracting(group -> group.packets().rtcpMux())
                        .containsExactly(false, true));
        assertThat(read(ConfigText.with("name = teams", "name = teams, rtcp-mux = yes")).toString())
                .contains("right=on or off");
    }

    @Test
    @Tag("TSP-163")
    @Tag("F-65")
    void microsoftGetsNoiseWhereItGetsSrtpUnlessTheGroupSaysOtherwise() {
        assertNoise("media-protocol = SRTP", false, true);
        assertNoise("media-protocol = SRTP, comfort-noise = off", false, false);
        assertNoise("media-protocol = RTP", false, false);
        assertNoise("media-protocol = RTP, comfort-noise = on", false, true);
        assertThat(read(ConfigText.with("name = core, ", "name = core, comfort-noise = soft, ")).toString())
                .contains("tandem.peer-groups[0].comfort-noise", "right=on or off");
    }

    /** @param teams what is said of the group of Microsoft's; @param expected of both groups */
    private static void assertNoise(String teams, Boolean... expected) {
        String before = "services = [OperatorConnect], signaling-protocol = UDP, ";
        assertThat(read(ConfigText.with(before + "media-protocol = RTP", before + teams)))
                .isInstanceOfSatisfying(ConfigResult.Right.class, right -> assertThat(right.config().peerGroups())
                        .extracting(group -> group.packets().comfortNoise())
                        .containsExactly(expected));
    }

    @Test
    void towardsMicrosoftOnlyItsOwnAreTaken() {
        for (int known : new int[]{46, 34, 18, 10, 0}) {
            assertThat(read(ConfigText.with("name = teams", "name = teams, dscp { media = " + known + " }")))
                    .isInstanceOf(ConfigResult.Right.class);
        }
        assertThat(
                read(ConfigText.with("name = teams", "name = teams, dscp { media = 40, signaling = 24 }")).toString())
                .contains("tandem.peer-groups[1].dscp.media", "tandem.peer-groups[1].dscp.signaling",
                        "one of 46, 34, 18, 10 and 0: Microsoft's networks know no others");
    }

    @Test
    void aListenerHasOneMark() {
        String text = ConfigText.with("name = core, ", "name = core, dscp.signaling = 10, ")
                .replace("listeners = [mps-udp]", "listeners = [mps-udp, core-udp]");
        assertThat(read(text).toString()).contains("tandem.peer-groups[1].dscp.signaling",
                "10, as in group core, which has a listener in common with this one");
    }

    @Test
    void aCodePointHasSixBits() {
        assertThat(read(ConfigText.with("name = core, ", "name = core, dscp.media = 64, ")).toString())
                .contains("a whole number from 0 to 63");
    }

    private static ConfigResult read(String text) {
        return ConfigFile.read("test.conf", text, Optional.empty());
    }
}
