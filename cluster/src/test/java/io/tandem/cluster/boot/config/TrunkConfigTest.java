package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkProbing;
import io.tandem.tenant.number.NumberForm;
import io.tandem.tenant.number.NumberRule;
import io.tandem.tenant.number.RuleList.Rewrite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trunks as they are configured: their peers, who may speak for them, their rules on numbers. */
class TrunkConfigTest {

    @Test
    void leavesTheSourcesToThePeersOwnAddressesWhereNoneAreNamed() {
        TandemConfig config = right(ConfigText.with("allowed-signaling-sources = [\"127.0.0.0/8\"],", ""));
        assertThat(config.peerGroups().get(0).allowedSources()).isEmpty();
    }

    @Test
    void readsPeersByNameTheirPriorityAndHowTheyAreAsked() {
        PeerGroup teams = right(ConfigText.with("{ name = mps-1, address = \"127.0.0.1\", port = 5080 } ]",
                """
                        { name = a, a-record = "SIP.pstnhub.microsoft.com", port = 5061, priority = 3 }
                        { name = s, srv-record = "_sip._udp.r1.example.com" }
                        { name = d, domain = "example.com" } ]
                        probing { options-interval = 0 s, options-timeout = 2 s, failures-to-down = 2, up-on = any, host = sbc.example.com }
                        """))
                .peerGroups()
                .get(1);
        assertThat(teams.peers()).containsExactly(
                new PeerGroup.Peer("a", new PeerAddress.ARecord("sip.pstnhub.microsoft.com", 5061), 3),
                new PeerGroup.Peer("s", new PeerAddress.SrvRecord("_sip._udp.r1.example.com"), 0),
                new PeerGroup.Peer("d", new PeerAddress.Domain("example.com"), 0));
        assertThat(teams.peers().get(1).at().host()).isEqualTo("r1.example.com");
        assertThat(teams.probing()).isEqualTo(new TrunkProbing(Duration.ZERO, Duration.ofSeconds(2), 2,
                TrunkProbing.UpOn.ANY_SIGN_OF_LIFE, Optional.of("sbc.example.com")));
    }

    @Test
    @Tag("TSP-41")
    void asksEachPeerOnceAMinuteUnlessToldOtherwise() {
        assertThat(right(ConfigText.right()).peerGroups()).extracting(group -> group.probing().interval())
                .containsOnly(Duration.ofSeconds(60));
    }

    @Test
    @Tag("TSP-6")
    void knowsTheNetworksOfMicrosoftsClouds() {
        TandemConfig config = right(ConfigText.with(
                "allowed-signaling-sources = [\"127.0.0.0/8\"],\n      peers = [ { name = mps-1",
                "allowed-signaling-sources = [microsoft-commercial, microsoft-gcc-high, microsoft-dod, \"10.0.0.0/8\"],\n      peers = [ { name = mps-1"));
        assertThat(config.peerGroups().get(1).allowedSources()).containsExactly("52.112.0.0/14", "52.122.0.0/15",
                "52.127.88.0/21", "52.127.64.0/21", "10.0.0.0/8");
    }

    @Test
    @Tag("TSP-5")
    void refusesTheNameThatMicrosoftHasWithdrawn() {
        assertThat(mistakes(ConfigText.with("name = mps-1, address = \"127.0.0.1\", port = 5080",
                "name = mps-1, a-record = \"sip-all.pstnhub.microsoft.com\", port = 5061"))).containsExactly(
                        "tandem.peer-groups[1].peers[0].a-record (line 15): found sip-all.pstnhub.microsoft.com; right "
                                + "would be sip.pstnhub.microsoft.com and its siblings: that name was withdrawn in 2022");
    }

    @Test
    @Tag("NUM-30")
    void readsTheNumberRulesOfATrunkInTheirOrder() {
        TandemConfig config = right(ConfigText.with("name = core,", """
                name = core, numbers { country-code = "44", not-canonical = 404, write { request-uri = national }
                  inbound-called = [ { name = a, pattern = "^0(.*)$", translation = "+44$1" }
                                     { name = b, pattern = "x", translation = "" } ] },"""));
        TrunkNumbers numbers = config.peerGroups().getFirst().numbers();
        assertThat(numbers.inboundCalled().rules()).extracting(NumberRule::name).containsExactly("a", "b");
        assertThat(numbers.inboundCalled().apply("020")).get().extracting(Rewrite::after).isEqualTo("+4420");
        assertThat(numbers.writing().requestUri()).isEqualTo(NumberForm.NATIONAL);
        assertThat(numbers.reading().notCanonical().status(484)).isEqualTo(404);
        assertThat(config.peerGroups().get(1).numbers()).isEqualTo(TrunkNumbers.DEFAULT);
    }

    @Test
    @Tag("NUM-30")
    @Tag("NUM-32")
    void namesEachMistakeOfANumberRule() {
        assertThat(mistakes(ConfigText.with("name = teams,", """
                name = teams, numbers { write { request-uri = fancy }, caller-without-number = default-number
                  inbound-called = [ { name = a, pattern = "(\\\\d)\\\\1", translation = "$1" }
                                     { name = b, pattern = "x", translation = "$1" }
                                     { name = %s, pattern = "x", translation = "" }
                                     { name = c, pattern = "x", translated = "" }
                                     { name = d, pattern = %s, translation = %s } ] },""".formatted("n".repeat(101),
                "x".repeat(1_025), "1".repeat(257)))))
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).contains("inbound-called[0].pattern", "back-references"),
                        text -> assertThat(text).contains("inbound-called[1].translation", "no group beyond $0"),
                        text -> assertThat(text).contains("inbound-called[2].name", "1 to 100 characters"),
                        text -> assertThat(text).contains("inbound-called[3].translation"),
                        text -> assertThat(text).contains("inbound-called[3].translated", "did you mean"),
                        text -> assertThat(text).contains("inbound-called[4].pattern", "1 to 1024 characters"),
                        text -> assertThat(text).contains("inbound-called[4].translation", "0 to 256 characters"),
                        text -> assertThat(text).contains("write.request-uri", "e164plus, e164, national, 00intl, tel"),
                        text -> assertThat(text).contains("numbers.default-number"));
    }

    @Test
    @Tag("NUM-30")
    void boundsTheRulesOfAllTrunksTogether() {
        String many = "{ name = a, pattern = x, translation = \"\" }\n".repeat(401);
        assertThat(mistakes(
                ConfigText.with("name = core,", "name = core, numbers { outbound-calling = [" + many + "] },")))
                .singleElement()
                .asString()
                .contains("at most 400 rules");
    }

    private static TandemConfig right(String text) {
        return switch (ConfigFile.read("test.conf", text, Optional.empty())) {
            case ConfigResult.Right right -> right.config();
            case ConfigResult.Wrong wrong -> throw new AssertionError(wrong.report());
        };
    }

    private static List<String> mistakes(String text) {
        return switch (ConfigFile.read("test.conf", text, Optional.empty())) {
            case ConfigResult.Right _ -> List.of();
            case ConfigResult.Wrong wrong -> wrong.mistakes().stream().map(Mistake::text).toList();
        };
    }
}
