package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.MediaLimits;
import io.tandem.ops.trace.HepSettings;
import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.sip.message.Uri;
import io.tandem.sip.route.Transport;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    static TandemConfig right(String text) {
        return switch (ConfigFile.read("test.conf", text, Optional.empty())) {
            case ConfigResult.Right right -> right.config();
            case ConfigResult.Wrong wrong -> throw new AssertionError(wrong.report());
        };
    }

    static List<String> mistakes(String text) {
        return switch (ConfigFile.read("test.conf", text, Optional.empty())) {
            case ConfigResult.Right _ -> List.of();
            case ConfigResult.Wrong wrong -> wrong.mistakes().stream().map(Mistake::text).toList();
        };
    }

    @Test
    @Tag("NUM-46")
    void thePlacesNumberLeadsToItsCallerForHalfAnHourOrAsLongAsIsSaid() {
        assertThat(right(ConfigText.right()).callBack()).isEqualTo(Duration.ofMinutes(30));
        assertThat(right(ConfigText.right() + "tandem.emergency-call-back = 1 h\n").callBack())
                .isEqualTo(Duration.ofHours(1));
        assertThat(mistakes(ConfigText.right() + "tandem.emergency-call-back = 10 s\n")).singleElement()
                .asString()
                .contains("tandem.emergency-call-back");
    }

    @Test
    void readsTheIssuesExample() {
        TandemConfig config = right(ConfigText.right());
        assertThat(config.sip().listeners()).extracting(TandemConfig.Listener::name)
                .containsExactly("core-udp",
                        "core-tcp", "mps-udp");
        PeerGroup core = config.peerGroups().get(0);
        assertThat(core.side()).isEqualTo(PeerGroup.Side.CORE);
        assertThat(core.listeners()).containsExactly("core-udp", "core-tcp");
        assertThat(core.transport()).isEqualTo(Transport.UDP);
        assertThat(core.defaultService()).contains(Service.OPERATOR_CONNECT);
        assertThat(core.allowedSources()).containsExactly("127.0.0.0/8");
        assertThat(core.peers()).containsExactly(new PeerGroup.Peer("core-1", "127.0.0.1", 5070));
        assertThat(config.peerGroups().get(1).services()).isEqualTo(Set.of(Service.OPERATOR_CONNECT));
        assertThat(config.media().firstPort()).isEqualTo(10000);
        assertThat(config.media().lastPort()).isEqualTo(19999);
    }

    @Test
    void fillsWhatTheFileLeavesOutFromTheReference() {
        TandemConfig config = right(ConfigText.right());
        assertThat(config.calls().noAnswerTimeout()).isEqualTo(Duration.ofSeconds(180));
        assertThat(config.sip().timers().t1()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.media().maxSessions()).as("four ports a session").isEqualTo(2500);
        assertThat(config.sip().listeners().get(0).advertisedAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    @Tag("TSP-165")
    void saysHowLongMediaMayBeMissing() {
        assertThat(right(ConfigText.right()).media().limits())
                .isEqualTo(new MediaLimits(Duration.ofSeconds(30), Duration.ofSeconds(10)));
        assertThat(right(ConfigText.with("ports = \"10000-19999\"",
                "ports = \"10000-19999\", inactivity-timeout = 0 s, one-way-after = 2 m")).media().limits())
                .isEqualTo(new MediaLimits(Duration.ZERO, Duration.ofMinutes(2)));
    }

    @Test
    @Tag("F-136")
    void raisesALimitOfMessages() {
        assertThat(right(ConfigText.with("storage = embedded", "storage = embedded, sip.limits.message-bytes = 20480"))
                .sip()
                .limits()
                .messages()
                .messageBytes()).isEqualTo(20_480);
    }

    @Test
    @Tag("TSP-70")
    void readsHowWeNameOurselves() {
        TandemConfig.Naming own = right(ConfigText.right()).sip().naming();
        assertThat(own.userAgent()).isEmpty();
        assertThat(own.sbc()).isEmpty();
        TandemConfig.Naming told = right(ConfigText.with("storage = embedded",
                """
                        storage = embedded, sip.user-agent = "Acme-Gate/2.1 (region 1) core", sip.x-ms-sbc = "Acme Ltd/Gate 9/2.1"
                        """))
                .sip()
                .naming();
        assertThat(told.userAgent()).contains("Acme-Gate/2.1 (region 1) core");
        assertThat(told.sbc()).contains("Acme Ltd/Gate 9/2.1");
    }

    /** What stands in a header field must not end it, nor go on for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"Acme\\r\\nX: y", "Acme/", " Acme", "Acme  Gate", "Acme (a", "Acm\u00e9", "Acme/1/2",
            "A;b"})
    void refusesAUserAgentThatIsNone(String text) {
        assertThat(mistakes(
                ConfigText.with("storage = embedded", "storage = embedded, sip.user-agent = \"" + text + "\"")))
                .singleElement()
                .asString()
                .startsWith("tandem.sip.user-agent (line ")
                .endsWith(
                        "right would be products as \"Tandem/1.2\" or \"Tandem/1.2 (region 1)\", to 128 characters of "
                                + "ASCII");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Acme\\r\\nX: y/b/c", "Acme", "Acme/Gate", "Acme/Gate/1/2", "/Gate/1", "Acme/Gate/ 1",
            "A;b/c/d"})
    void refusesAnSbcWithoutVendorProductAndVersion(String text) {
        assertThat(
                mistakes(ConfigText.with("storage = embedded", "storage = embedded, sip.x-ms-sbc = \"" + text + "\"")))
                .singleElement()
                .asString()
                .startsWith("tandem.sip.x-ms-sbc (line ")
                .contains("right would be vendor/product/version as \"Tandem/Tandem/1.2\"");
    }

    @Test
    void refusesNamesOfOursThatAreTooLong() {
        String longest = "a".repeat(128);
        assertThat(right(ConfigText.with("storage = embedded", "storage = embedded, sip.user-agent = " + longest)).sip()
                .naming()
                .userAgent()).contains(longest);
        assertThat(mistakes(ConfigText.with("storage = embedded", "storage = embedded, sip.user-agent = a" + longest)))
                .hasSize(1);
        assertThat(mistakes(ConfigText.with("storage = embedded",
                "storage = embedded, sip.x-ms-sbc = \"a/b/" + longest + "\""))).hasSize(1);
    }

    @Test
    @Tag("F-140")
    void namesEachEmergencyDialStringThatIsNone() {
        assertThat(right(ConfigText.right()).emergency().calls(Uri.parse("sip:933@h").orElseThrow())).isTrue();
        assertThat(mistakes(ConfigText.right() + "tandem.emergency-dial-strings = [112, \"nine\", \"+44999\"]\n"))
                .singleElement()
                .asString()
                .contains("tandem.emergency-dial-strings[1]", "nine", "a dial string of 1 to 16 characters");
    }

    @Test
    @Tag("NUM-43")
    void wantsATestOfTheEmergencyCallAmongTheDialStringsWhereItIsNoDefault() {
        String others = ConfigText.right() + "tandem.emergency-dial-strings = [112, 999]\n";
        assertThat(mistakes(others)).isEmpty();
        assertThat(mistakes(others + "tandem.emergency-test-strings = [933]\n"))
                .singleElement()
                .asString()
                .contains("tandem.emergency-test-strings[0]", "933", "112, 999");
    }

    @Test
    void putsOurSettingsOverPekkosAndTheFilesOverOurs() {
        TandemConfig config = right(ConfigText.right() + "pekko.cluster.sharding.buffer-size = 77\n");
        assertThat(config.system().getString("pekko.actor.provider")).isEqualTo("cluster");
        assertThat(config.system().getInt("pekko.cluster.sharding.buffer-size")).isEqualTo(77);
        assertThat(config.system().getInt("pekko.remote.artery.canonical.port")).isEqualTo(config.cluster().port());
        assertThat(config.system().getString("tandem.journal.plugin-dispatcher")).isEqualTo("tandem.call-dispatcher");
    }

    @Test
    void takesTheDataDirectoryOfTheCommandLine(@TempDir Path other) {
        ConfigResult result = ConfigFile.read("test.conf", ConfigText.right(), Optional.of(other));
        assertThat(result).isInstanceOfSatisfying(ConfigResult.Right.class, right -> {
            assertThat(right.config().dataDirectory()).isEqualTo(other);
            assertThat(right.config().system().getString("tandem.data-directory")).isEqualTo(other.toString());
        });
    }

    /** Each row: what stands in the right file, what is put in its place, and the report of exactly one mistake. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            data-directory      | data-dirctory     | tandem.data-dirctory (line 2): found a key that Tandem does not know; right would be tandem.data-directory (did you mean that?)
            storage = embedded  | storage = embeded | tandem.storage (line 3): found embeded; right would be one of cassandra, embedded
            storage = embedded  | storage = { a = 1 } | tandem.storage (line 3): found {"a":1}; right would be one of cassandra, embedded
            storage = embedded  | sip.loops = many  | tandem.sip.loops (line 3): found many; right would be a whole number from 0 to 64
            storage = embedded  | calls.no-answer-timeout = soon | tandem.calls.no-answer-timeout (line 3): found soon; right would be a duration from 1 s to 60 m, such as 1 s
            storage = embedded  | calls.no-answer-timeout = 2 h  | tandem.calls.no-answer-timeout (line 3): found 2 h; right would be a duration from 1 s to 60 m, such as 1 s
            storage = embedded  | journal.call-retention = long  | tandem.journal.call-retention (line 3): found "long"; right would be a value like its default, "30 days"
            storage = embedded  | journal.call-retentoin = 1 day | tandem.journal.call-retentoin (line 3): found a key that Tandem does not know; right would be tandem.journal.call-retention (did you mean that?)
            storage = embedded  | sip.timers.b = 1 s | tandem.sip.timers.b (line 3): found a key that Tandem does not know; right would be no such key; known here: t1, t2, t4
            mps-udp             | core-udp          | tandem.sip.listeners[2].name (line 7): found core-udp; right would be a name that no other listener has
            mps-udp             | mps udp           | tandem.sip.listeners[2].name (line 7): found mps udp; right would be a name of 1 to 32 characters from a-z, A-Z, 0-9 and -
            transport = tcp     | transport = sctp  | tandem.sip.listeners[1].transport (line 6): found sctp; right would be one of udp, tcp, tls
            transport = tcp, address = "127.0.0.1" | transport = tcp, address = "localhost" | tandem.sip.listeners[1].address (line 6): found localhost; right would be an IP address such as 192.0.2.10
            transport = tcp, address = "127.0.0.1" | transport = tcp, address = "127.0.1"   | tandem.sip.listeners[1].address (line 6): found 127.0.1; right would be an IP address such as 192.0.2.10
            transport = tcp, address = "127.0.0.1" | transport = tcp, address = "0.0.0.0"   | tandem.sip.listeners[1].advertised-address (line 6): found nothing; right would be the address that peers are to use, since address is a wildcard
            storage = embedded  | cluster.host = "::1" | tandem.cluster.host (line 3): found ::1; right would be an IPv4 address such as 192.0.2.10
            name = teams        | name = microsoft-teams | tandem.peer-groups[1].name (line 13): found microsoft-teams; right would be a name of 1 to 10 characters from a-z, A-Z, 0-9 and -
            name = teams        | name = core       | tandem.peer-groups[1].name (line 13): found core; right would be a name that no other peer group has
            side = mps          | side = microsoft  | tandem.peer-groups[1].side (line 13): found microsoft; right would be one of core, mps
            listeners = [mps-udp] | listeners = [mps-ucp] | tandem.peer-groups[1].listeners[0] (line 13): found mps-ucp; right would be mps-udp (did you mean that?)
            listeners = [mps-udp] | listeners = [west]    | tandem.peer-groups[1].listeners[0] (line 13): found west; right would be one of the names of listeners: core-udp, core-tcp, mps-udp
            listeners = [mps-udp] | listeners = []        | tandem.peer-groups[1].listeners (line 13): found []; right would be names of listeners: core-udp, core-tcp, mps-udp
            listeners = [mps-udp] | listeners = [core-tcp] | tandem.peer-groups[1].signaling-protocol (line 13): found "UDP"; right would be the transport of one of the group's listeners, or a listener of transport udp among them
            services = [OperatorConnect], signaling-protocol = UDP | services = [OperatorConnect], signaling-protocol = TLS | tandem.peer-groups[1].signaling-protocol (line 13): found "TLS"; right would be the transport of one of the group's listeners, or a listener of transport tls among them
            services = [OperatorConnect], signaling-protocol = UDP | services = [OperatorConnect], side = mps | tandem.peer-groups[1].signaling-protocol (line 13): found nothing; right would be one of UDP, TCP, TLS
            services = [OperatorConnect], signaling-protocol = UDP, media-protocol = RTP | services = [OperatorConnect], signaling-protocol = UDP, media-protocol = ZRTP | tandem.peer-groups[1].media-protocol (line 13): found ZRTP; right would be one of RTP, SRTP
            default-service = OperatorConnect, | `` | tandem.peer-groups[0].default-service (line 10): found nothing; right would be one of OperatorConnect, TeamsPhoneMobile, TeamsDirectRouting, Zoom: where calls to unprovisioned numbers go
            default-service = OperatorConnect | default-service = Zoom | tandem.peer-groups[0].default-service (line 11): found Zoom; right would be a service that an mps group offers: OperatorConnect
            default-service = OperatorConnect | default-service = Operator | tandem.peer-groups[0].default-service (line 11): found Operator; right would be one of OperatorConnect, TeamsPhoneMobile, TeamsDirectRouting, Zoom
            services = [OperatorConnect] | services = [OperatorConnect, Skype] | tandem.peer-groups[1].services[1] (line 13): found Skype; right would be a list of services, each one of OperatorConnect, TeamsPhoneMobile, TeamsDirectRouting, Zoom
            services = [OperatorConnect] | services = [OperatorConnect, OperatorConnect] | tandem.peer-groups[1].services[1] (line 13): found OperatorConnect; right would be a service that no other group offers (tandem.peer-groups[1] does)
            peers = [ { name = mps-1, address = "127.0.0.1", port = 5080 } ] | peers = [] | tandem.peer-groups[1].peers (line 15): found []; right would be at least one peer: [ { name = peer-1, address = "192.0.2.10", port = 5060 } ]
            peers = [ { name = mps-1, address = "127.0.0.1", port = 5080 } ] | media-protocol = RTP | tandem.peer-groups[1].peers (line 13): found nothing; right would be at least one peer: [ { name = peer-1, address = "192.0.2.10", port = 5060 } ]
            name = mps-1, address = "127.0.0.1" | name = mps-1, address = "sip.example.com" | tandem.peer-groups[1].peers[0].address (line 15): found sip.example.com; right would be an IP address such as 192.0.2.10; a host name goes into a-record
            name = mps-1, address = "127.0.0.1", port = 5080 | name = mps-1, port = 5080 | tandem.peer-groups[1].peers[0].address (line 15): found nothing; right would be an IP address such as 192.0.2.10; or one of address, a-record, srv-record and domain
            name = mps-1, address = "127.0.0.1", port = 5080 | name = mps-1, a-record = "sip_1", port = 5080 | tandem.peer-groups[1].peers[0].a-record (line 15): found sip_1; right would be a host name such as sip.example.com
            name = mps-1, address = "127.0.0.1", port = 5080 | name = mps-1, a-record = "127.0.0.1", port = 5080 | tandem.peer-groups[1].peers[0].a-record (line 15): found 127.0.0.1; right would be a host name such as sip.example.com
            name = mps-1, address = "127.0.0.1", port = 5080 | name = mps-1, a-record = "sip.example.com" | tandem.peer-groups[1].peers[0].port (line 15): found nothing; right would be a port number from 1 to 65535
            name = mps-1, address = "127.0.0.1", port = 5080 | name = mps-1, srv-record = "_sip._tcp.example.com" | tandem.peer-groups[1].peers[0].srv-record (line 15): found _sip._tcp.example.com; right would be the name of SRV records such as _sip._udp.example.com
            name = mps-1, address = "127.0.0.1", port = 5080 | name = mps-1, domain = "example.com", port = 5080 | tandem.peer-groups[1].peers[0].port (line 15): found 5080; right would be no such key here: SRV records say the port
            name = mps-1, address = "127.0.0.1", port = 5080 | name = mps-1, address = "127.0.0.1", domain = "example.com", port = 5080 | tandem.peer-groups[1].peers[0].domain (line 15): found example.com; right would be no such key beside another: a peer has one of address, a-record, srv-record and domain
            port = 5080         | port = 5080, priority = 101 | tandem.peer-groups[1].peers[0].priority (line 15): found 101; right would be a whole number from 0 to 100
            storage = embedded  | dns.servers = ["ns.example.com"] | tandem.dns.servers[0] (line 3): found ns.example.com; right would be an address of a name server, such as 192.0.2.53 or 192.0.2.53:53
            storage = embedded  | dns { min-ttl = 60 s, max-ttl = 30 s } | tandem.dns.max-ttl (line 3): found "30 s"; right would be a duration that is not below min-ttl
            name = teams        | name = teams, probing.options-interval = 1 ms | tandem.peer-groups[1].probing.options-interval (line 13): found 1 ms; right would be a duration from 1 s to 60 m, such as 1 s, or 0 s for none
            name = teams        | name = teams, probing.up-on = 404 | tandem.peer-groups[1].probing.up-on (line 13): found 404; right would be 200 or any
            name = teams        | name = teams, probing.host = "a.onmicrosoft.com" | tandem.peer-groups[1].probing.host (line 13): found a.onmicrosoft.com; right would be a name of your own domain: Microsoft refuses names of onmicrosoft.com
            default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"] | default-service = OperatorConnect, allowed-signaling-sources = [microsoft] | tandem.peer-groups[0].allowed-signaling-sources[0] (line 11): found microsoft; right would be a network, or one of microsoft-commercial, microsoft-dod, microsoft-gcc-high
            port = 5080         | port = 65536      | tandem.peer-groups[1].peers[0].port (line 15): found 65536; right would be a port number from 1 to 65535
            default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"] | default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/33"] | tandem.peer-groups[0].allowed-signaling-sources[0] (line 11): found 127.0.0.0/33; right would be a network such as 192.0.2.0/24, with a prefix length from 0 to 32
            default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"] | default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.1/8"]  | tandem.peer-groups[0].allowed-signaling-sources[0] (line 11): found 127.0.0.1/8; right would be 127.0.0.0/8 (no bits set behind the prefix)
            default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.0/8"] | default-service = OperatorConnect, allowed-signaling-sources = ["127.0.0.1"]    | tandem.peer-groups[0].allowed-signaling-sources[0] (line 11): found 127.0.0.1; right would be 127.0.0.1/32
            "10000-19999"       | "19999-10000"     | tandem.media.ports (line 17): found 19999-10000; right would be the lower port first: 10000-19999
            "10000-19999"       | "10001-19998"     | tandem.media.ports (line 17): found 10001-19998; right would be an even first and an odd last port: 10000-19999
            "10000-19999"       | "10000-10001"     | tandem.media.ports (line 17): found 10000-10001; right would be at least four ports: 10000-10003
            "10000-19999"       | "10000-79999"     | tandem.media.ports (line 17): found 10000-79999; right would be ports from 1024 to 65535
            "10000-19999"       | "ten"             | tandem.media.ports (line 17): found ten; right would be a range of UDP ports such as 20000-39999
            "10000-19999"       | "10000-10999", max-sessions = 500 | tandem.media.max-sessions (line 17): found 500; right would be at most 250, which is what ports = 10000-10999 hold (four ports a session), or more ports
            "10000-19999"       | "10000-19999", inactivity-timeout = 200 ms | tandem.media.inactivity-timeout (line 17): found 200 ms; right would be a duration from 1 s to 60 m, such as 1 s, or 0 s for none
            media { address = "127.0.0.1" | media { address = "127.0.0.256" | tandem.media.address (line 17): found 127.0.0.256; right would be an IP address such as 192.0.2.10
            media { address = "127.0.0.1" | media { address = "0.0.0.0" | tandem.media.address (line 17): found "0.0.0.0"; right would be one address of this machine: SDP tells it to peers
            provisioning = "127.0.0.1: | provisioning = "localhost: | tandem.http.provisioning (line 18): found localhost:#; right would be an address and a port such as 127.0.0.1:8080
            """)
    void reportsOneMistakeWithPathValueAndRemedy(String right, String wrong, String report) {
        List<String> mistakes = mistakes(ConfigText.with(right, wrong));
        assertThat(mistakes).hasSize(1);
        assertThat(mistakes.getFirst().replaceFirst("localhost:\\d+", "localhost:#")).isEqualTo(report);
    }

    @Test
    void wantsAGroupOfEachSide() {
        String text = ConfigText.right();
        String coreOnly = text.substring(0, text.indexOf("    { name = teams")) + "]\n"
                + text.substring(text.indexOf("  media {"));
        assertThat(mistakes(coreOnly)).anyMatch(mistake -> mistake.startsWith("tandem.peer-groups (line")
                && mistake.endsWith("right would be at least one group with side = core and one with side = mps"));
    }

    @Test
    void wantsListenersAndGroups() {
        assertThat(mistakes("tandem.cluster.port = 25999")).anyMatch(mistake -> mistake.startsWith(
                "tandem.sip.listeners (default): found []; right would be at least one listener:"))
                .anyMatch(
                        mistake -> mistake.startsWith("tandem.peer-groups (default): found []; right would be"));
    }

    @Test
    void reportsAStrangerAtTheTop() {
        assertThat(
                mistakes(ConfigText.right() + "tandm { storage = embedded }\n")).singleElement()
                .asString()
                .isEqualTo(
                        "tandm (line 21): found a key that Tandem does not know; right would be tandem (did you mean "
                                + "that?)");
    }

    @Test
    void reportsTwoListenersOnOneSocket() {
        String text = ConfigText.right();
        String port = port(text, "name = core-udp,.*port = (\\d+)");
        String twice = text.replaceFirst("(name = mps-udp,.*port = )\\d+", "$1" + port);
        assertThat(mistakes(twice)).singleElement()
                .asString()
                .isEqualTo(
                        "tandem.sip.listeners[2].port (line 7): found UDP 127.0.0.1:" + port
                                + "; right would be a socket of its own: tandem.sip.listeners[0].port has that one");
    }

    @Test
    void reportsAMediaRangeThatHoldsPortsOfOurOwn() {
        String text = ConfigText.right();
        int first = Integer.parseInt(port(text, "name = core-udp,.*port = (\\d+)")) & ~1;
        String range = first + "-" + (first + 3);
        List<String> mistakes = mistakes(text.replace("10000-19999", range));
        assertThat(mistakes).singleElement()
                .asString()
                .startsWith(
                        "tandem.media.ports (line 17): found " + range + "; right would be a range without ")
                .contains(
                        port(text, "name = core-udp,.*port = (\\d+)") + " (tandem.sip.listeners[0].port)");
    }

    @Test
    void reportsAPeerThatIsAListenerOfOurs() {
        String text = ConfigText.right();
        String port = port(text, "name = core-udp,.*port = (\\d+)");
        assertThat(mistakes(text.replace("port = 5070", "port = " + port))).singleElement()
                .asString()
                .isEqualTo(
                        "tandem.peer-groups[0].peers[0].address (line 12): found 127.0.0.1; right would be another "
                                + "node's address: 127.0.0.1:" + port + " is tandem.sip.listeners[0].port of this one");
    }

    @Test
    void reportsAnAddressThatIsNotOfThisMachine() {
        String text = ConfigText.right().replaceFirst("(name = core-udp,.*address = \")127.0.0.1", "$1192.0.2.77");
        assertThat(mistakes(text)).singleElement()
                .asString()
                .startsWith("tandem.sip.listeners[0].port (line 5): found "
                        + "UDP 192.0.2.77:")
                .endsWith("; right would be an address of this machine");
    }

    @Test
    void reportsUdpAndTcpPortsThatOthersUse() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (DatagramSocket udp = new DatagramSocket(0, loopback);
                ServerSocket tcp = new ServerSocket(0, 1, loopback)) {
            String text = ConfigText.right()
                    .replaceFirst("(name = mps-udp,.*port = )\\d+",
                            "$1" + udp.getLocalPort())
                    .replaceFirst("(ops = \"127.0.0.1:)\\d+", "$1" + tcp.getLocalPort());
            assertThat(mistakes(text)).containsExactly(
                    "tandem.sip.listeners[2].port (line 7): found UDP 127.0.0.1:" + udp.getLocalPort()
                            + "; right would be a free port: another program uses this one",
                    "tandem.http.ops (line 18): found TCP 127.0.0.1:" + tcp.getLocalPort()
                            + "; right would be a free port: another program uses this one");
        }
    }

    @Test
    void reportsADataDirectoryThatIsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("data"));
        String text = ConfigText.with("target/config-data", file.toString());
        assertThat(mistakes(text)).containsExactly("tandem.data-directory (line 2): found " + file
                + "; right would be a directory: " + file + " is none");
    }

    @Test
    void reportsEveryMistakeAtOnce() {
        String text = ConfigText.right()
                .replace("storage = embedded", "storage = tape")
                .replace("side = mps",
                        "side = x")
                .replace("10000-19999", "1-2")
                .replace("port = 5070", "port = -1");
        assertThat(mistakes(text)).extracting(mistake -> mistake.substring(0, mistake.indexOf(' ')))
                .containsExactly(
                        "tandem.storage", "tandem.peer-groups[0].peers[0].port", "tandem.peer-groups[1].side",
                        "tandem.media.ports");
    }

    @Test
    void reportsAFileThatIsNotThereAndOneThatIsNoHocon(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.conf");
        assertThat(report(missing)).isEqualTo(missing + ": 1 mistake\n  " + missing
                + ": found no file; right would be a configuration file that this user may read");
        Path broken = Files.writeString(folder.resolve("broken.conf"), "tandem {\n  sip = [\n}\n");
        assertThat(report(broken)).contains("found text that is no HOCON").contains("line 3");
    }

    private static String report(Path file) {
        return switch (ConfigFile.read(file, Optional.empty())) {
            case ConfigResult.Right _ -> "right";
            case ConfigResult.Wrong wrong -> wrong.report();
        };
    }

    private static String port(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void exportsToHomerOnlyWhenAskedTo() {
        assertThat(right(ConfigText.right()).trace().hep()).isEmpty();
        assertThat(right(ConfigText.right() + """
                tandem.trace.hep { calls = all, address = "192.0.2.9", port = 9061, capture-id = 7,
                                   trunks = [teams], number-prefixes = ["+4420", "00"], percent = 5 }
                """).trace().hep()).contains(new HepSettings(new InetSocketAddress("192.0.2.9", 9061), 7, "",
                List.of("teams"), List.of("+4420", "00"), 5));
    }

    @Test
    void saysWhatIsWrongWithATrace() {
        assertThat(mistakes(ConfigText.right()
                + """
                        tandem.trace.hep { calls = some, address = homer, number-prefixes = ["x"], percent = 0, trunks = [teems],
                                           password-file = "no/such/file" }
                        """))
                .hasSize(6)
                .anySatisfy(text -> assertThat(text).contains("trunks[0]", "found teems", "a peer group: core, teams"))
                .anySatisfy(text -> assertThat(text).contains("calls", "found some", "one of all, none"))
                .anySatisfy(text -> assertThat(text).contains("address", "a literal IP address"))
                .anySatisfy(text -> assertThat(text).contains("number-prefixes[0]", "+4420"))
                .anySatisfy(text -> assertThat(text).contains("password-file", "in its first line"))
                .anySatisfy(text -> assertThat(text).contains("percent", "1 to 100"));
    }
}
