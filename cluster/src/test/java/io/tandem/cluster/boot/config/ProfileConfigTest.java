package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.port.TrunkProfile.Identity;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.HeaderName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trunk is shown and believed beyond numbers, as it is configured, and ways to get it wrong. */
class ProfileConfigTest {

    @Test
    void aGroupThatSaysNothingHasTheProfileOfItsSide() {
        assertThat(group(ConfigText.right(), "core").profile()).isEqualTo(TrunkProfile.DEFAULT);
        assertThat(group(ConfigText.right(), "teams").profile()).isEqualTo(new TrunkProfile(Proprietary.DEFAULT,
                Identity.DEFAULT, Forwarding.NONE, Optional.empty()));
    }

    @Test
    void readsEachKey() {
        TrunkProfile core = group(
                core("""
                        tenant-id = false, tenant-header = X-Tenant, trunk-context = teams.example.com, custom-header = X-Operator
                        trusted = false, p-preferred-identity = true, forwarding = diversion"""),
                "core").profile();
        assertThat(core).isEqualTo(new TrunkProfile(new Proprietary(Optional.empty(), false,
                Optional.of(HeaderName.of("X-Tenant")), Optional.of("teams.example.com"), Set.of(),
                Optional.of(HeaderName.of("X-Operator"))), new Identity(false, true, true), Forwarding.DIVERSION,
                Optional.empty()));
        assertThat(group(core("elin = true"), "core").profile().elin()).isTrue();
        TrunkProfile teams = group(teams("""
                x-ms-sbc = "V/P/1", pass-headers = [X-MS-Good, ms-other], withheld-identity = false
                forwarding = history-info"""), "teams").profile();
        assertThat(teams.proprietary().sbc()).contains("V/P/1");
        assertThat(teams.proprietary().passed()).containsExactlyInAnyOrder(HeaderName.of("X-MS-Good"),
                HeaderName.of("MS-Other"));
        assertThat(teams.identity()).isEqualTo(new Identity(true, false, false));
        assertThat(teams.forwarding()).isEqualTo(Forwarding.HISTORY_INFO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            core  | x-ms-sbc = "V/P/1"          | no such key here: only a group with side = mps has it
            core  | pass-headers = [X-MS-Good]  | only a group with side = mps
            core  | withheld-identity = false   | only a group with side = mps
            teams | elin = true                 | only a group with side = core
            teams | tenant-id = true            | only a group with side = core
            teams | custom-header = X-A         | only a group with side = core
            teams | x-ms-sbc = V                | vendor/product/version
            teams | pass-headers = [X-MS-SBC]   | those that Tandem handles itself are not among them
            teams | pass-headers = [Subject]    | a list of headers of Microsoft's
            core  | custom-header = Subject     | the name of a header of your own
            core  | tenant-header = "X A"       | the name of a header of your own
            core  | trunk-context = "10.0.0.1"  | a host name
            core  | forwarding = both           | one of history-info, diversion, as-received, none
            core  | trusted = maybe             | true or false
            core  | trust = true                | did you mean that?
            """)
    @Tag("TSP-74")
    void refusesWhatMakesNoSense(String side, String key, String said) {
        List<String> mistakes = ConfigFileTest.mistakes(side.equals("core") ? core(key) : teams(key));

        assertThat(mistakes).hasSize(1);
        assertThat(mistakes.getFirst()).contains("profile.").contains(said);
    }

    /** What our Contact says comes back as the Request-URI of what is sent in the dialog: we must not refuse it ourselves. */
    @Test
    @Tag("F-29")
    @Tag("F-134")
    void aTrunkContextLeavesOurContactShortEnoughToBeCalledBy() {
        String longest = "c".repeat(60) + "." + "d".repeat(14);
        assertThat(group(core("trunk-context = " + longest), "core").profile().proprietary().tenantContext())
                .contains(longest);
        assertThat(ConfigFileTest.mistakes(core("trunk-context = " + longest + "d"))).singleElement()
                .asString()
                .contains("profile.trunk-context", "a domain to 75 characters");
    }

    private static String core(String profile) {
        return ConfigText.with("default-service = OperatorConnect,", "default-service = OperatorConnect, profile { "
                + profile + " },");
    }

    private static String teams(String profile) {
        return ConfigText.with("services = [OperatorConnect],", "services = [OperatorConnect], profile { " + profile
                + " },");
    }

    private static PeerGroup group(String text, String name) {
        return ConfigFileTest.right(text)
                .peerGroups()
                .stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
