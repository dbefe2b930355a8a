package io.tandem.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class JoinCheckTest {

    private static Config node(String trunks, String addresses, String emergency) {
        return ConfigFactory.parseString("tandem.join { trunks = [" + trunks + "], service-addresses = [" + addresses
                + "], emergency = [" + emergency + "] }");
    }

    @Test
    void nodesOfOneConfigurationAreOfOneCluster() {
        Config one = node("\"core 1a\", \"teams 2b\"", "\"a 77\"", "911");
        assertThat(JoinCheck.differences(one, one)).isEmpty();
        assertThat(JoinCheck.differences(node("\"teams 2b\", \"core 1a\"", "\"a 77\"", "911"), one)).isEmpty();
    }

    @Test
    void whatDiffersIsNamed() {
        Config one = node("\"core 1a\", \"teams 2b\"", "\"a 77\"", "911");
        assertThat(JoinCheck.differences(node("\"core 1a\", \"teams 2c\"", "\"a 77\", \"b 78\"", "\"911,933\""), one))
                .containsExactly("trunk teams differs: tandem.peer-groups is to be the same on every node of a cluster",
                        "service address b differs: tandem.cluster.service-addresses is to be the same on every node of "
                                + "a cluster",
                        "the emergency numbers differ: tandem.emergency-dial-strings is to be the same on every node");
        assertThat(JoinCheck.differences(node("\"core 1a\"", "\"a 77\"", "911"), one)).hasSize(1)
                .first()
                .asString()
                .startsWith("trunk teams");
    }

    /** An upgrade goes node by node, and back: each build says what it speaks and what it still understands. */
    @Test
    void aNewerBuildComesInAsLongAsEachUnderstandsTheOther() {
        assertThat(JoinCheck.differences(build(4, 3), build(3, 2))).isEmpty();
        assertThat(JoinCheck.differences(build(3, 2), build(4, 3))).isEmpty();
        assertThat(JoinCheck.differences(ConfigFactory.empty(), build(2, 1))).as("of a build that says nothing of it")
                .isEmpty();
    }

    @Test
    void aBuildThatIsTooOldOrTooNewIsToldSoOnBothSides() {
        assertThat(JoinCheck.differences(build(1, 1), build(3, 2))).containsExactly(
                "the other node speaks version 1 of what nodes say to each other and understands 1 and above, and this one"
                        + " speaks version 3 of what nodes say to each other and understands 2 and above: the other one is"
                        + " too old, upgrade by a build in between");
        assertThat(JoinCheck.differences(build(3, 2), build(1, 1))).singleElement()
                .asString()
                .contains("this one is too old");
        assertThat(JoinCheck.differences(ConfigFactory.empty(), build(3, 2))).singleElement()
                .asString()
                .contains("the other one is too old");
    }

    private static Config build(int version, int oldest) {
        return ConfigFactory.parseString(
                "tandem.join.speech { version = " + version + ", oldest = " + oldest + " }");
    }

    /** A build that does not know one of them says nothing of it, and what it says more of is not looked at. */
    @Test
    void aNodeThatSaysNothingOfAPartHasNoneOfIt() {
        Config older = ConfigFactory.parseString("tandem.join { trunks = [\"core 1a\"], emergency = [911] }");
        assertThat(JoinCheck.differences(older, node("\"core 1a\"", "", "911"))).isEmpty();
    }
}
