package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkNumbers.NotCanonical;
import io.tandem.port.TrunkNumbers.Reading;
import io.tandem.port.TrunkNumbers.Writing;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.port.TrunkProfile.Identity;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.tenant.number.Rules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TSP-68: whatever one network writes into its messages, no host, address or Call-ID of it is in what the other gets,
 * through a whole call; and what goes to Microsoft has the shape that it asks for, in requests and in responses.
 */
class TopologyProperties {
    private static final int RUNS = 400;
    private static final String[] HEADERS = {"Record-Route: <sip:%s;lr>",
            "P-Asserted-Identity: \"A\" <sip:+44163296%d@%s>",
            "P-Asserted-Identity: <sip:alice@%s>", "Remote-Party-ID: <sip:+44163296%d@%s>;party=calling",
            "P-Preferred-Identity: <sip:bob@%s:5099;transport=udp>", "Privacy: id", "Privacy: none",
            "Diversion: <sip:+44163296%d@%s>;reason=user-busy", "Diversion: <sip:ivr@%s>;reason=no-answer;counter=1",
            "History-Info: <sip:+44163296%d@%s?Reason=SIP%%3Bcause%%3D302>;index=1,<sip:x@%s>;index=1.1",
            "P-Charging-Vector: icid-value=1;icid-generated-at=%s;orig-ioi=%s", "P-Visited-Network-ID: %s",
            "P-Access-Network-Info: 3GPP;%s", "Call-Info: <http://%s/a>", "Alert-Info: <http://%s/ring.wav>",
            "Alert-Info: <urn:alert:source:external>", "User-Agent: PBX at %s", "Warning: 399 %s \"no\"",
            "X-MS-SBC: Core/%s/1", "X-MS-TenantID: t-1", "X-Internal: %s", "Organization: %s", "Reply-To: <sip:%s>",
            "In-Reply-To: 1@%s", "Session-ID: 1;remote=2", "Subject: lunch", "Geolocation: <cid:a@%s>",
            "Path: <sip:%s;lr>", "Service-Route: <sip:%s;lr>", "Error-Info: <sip:%s>", "Server: %s"};
    private final List<String> secrets = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"core", "teams"})
    @Tag("TSP-62")
    @Tag("TSP-63")
    @Tag("TSP-66")
    @Tag("TSP-68")
    void nothingOfOneNetworkShowsInTheOther(String from) {
        long first = System.nanoTime();
        for (int run = 0; run < RUNS; run++) {
            long seed = first + run;
            Random random = new Random(seed);
            secrets.clear();
            CallOnPaper call = new CallOnPaper(trunk(CallOnPaper.CORE, random), trunk(CallOnPaper.TEAMS, random));
            play(call, from, random);
            String what = "seed " + seed;
            List<String> told = told(call);
            assertThat(told).as(what).hasSizeGreaterThan(3);
            for (String message : told) {
                assertThat(message).as(what).doesNotContain(secrets);
                assertThat(message.lines().filter(line -> line.startsWith("Contact:"))).as(what)
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    /** A whole call, in which each side adds what it likes to each of its messages. */
    private void play(CallOnPaper call, String from, Random random) {
        SipRequest invite = CallOnPaper.request("INVITE", "sip:+441632960000@192.0.2.1:5060",
                "<sip:" + (random.nextBoolean() ? "+441632960111" : "alice") + "@" + secret(random)
                        + ";user=phone>;tag=caller"
                        + headers(random),
                "<sip:+441632960000@" + secret(random) + ">", 1, sdp(random));
        boolean core = from.equals("core");
        call.on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite,
                core ? CallOnPaper.CORE_FLOW : CallOnPaper.MPS_FLOW, from, core ? "core-1" : "mps-1"));
        secrets.add("secret-topology");
        secrets.add("10.0.0.");
        call.targetSays(1, 180, random.nextBoolean() ? sdp(random) : "", lines(random));
        call.targetSays(1, 200, sdp(random), lines(random));
        call.on(call.ack(""));
        call.on(new CallInput.RequestReceived(CallOnPaper.INVITE_TX,
                call.fromCallee("INVITE", 7, sdp(random)).request(),
                CallOnPaper.MPS_FLOW));
        call.on(call.fromCaller("BYE", 2));
    }

    private String headers(Random random) {
        StringBuilder headers = new StringBuilder();
        for (String line : lines(random)) {
            headers.append("\r\n").append(line);
        }
        return headers.toString();
    }

    private String[] lines(Random random) {
        String[] lines = new String[random.nextInt(8)];
        for (int i = 0; i < lines.length; i++) {
            String line = HEADERS[random.nextInt(HEADERS.length)];
            while (line.contains("%s")) {
                line = line.replaceFirst("%s", secret(random));
            }
            lines[i] = line.replace("%d", "" + (1000 + random.nextInt(9000))).replace("%%", "%");
        }
        return lines;
    }

    private String sdp(Random random) {
        String host = "10." + random.nextInt(256) + "." + random.nextInt(256) + ".77";
        secrets.add(host);
        return "v=0\no=" + secret(random).replace(".", "-") + " 1 1 IN IP4 " + host + "\ns=" + secret(random)
                + "\ni=" + secret(random) + "\nu=http://" + secret(random) + "/\nc=IN IP4 " + host
                + "\nt=0 0\na=tool:" + secret(random) + "\nm=audio 4000 RTP/AVP 8 0\na=rtpmap:8 PCMA/8000\n"
                + "a=rtcp:4001 IN IP4 " + host + "\na=ssrc:1 cname:" + secret(random) + "\na=x-" + secret(random)
                + "\na=candidate:1 1 UDP 1 " + host + " 4000 typ host\n";
    }

    private String secret(Random random) {
        String secret = "s" + Integer.toHexString(0x10000 + random.nextInt(0xEFFFF)) + ".internal.example";
        secrets.add(secret);
        secrets.add(secret.replace(".", "-"));
        return secret;
    }

    /** All that the call has told either side, without what that side itself said before. */
    private static List<String> told(CallOnPaper call) {
        List<String> told = new ArrayList<>();
        for (CallEffect effect : call.effects) {
            switch (effect) {
                case CallEffect.SendRequest(_, _, SipRequest request, _) -> told.add(withoutTarget(request));
                case CallEffect.SendAck(_, _, SipRequest ack, _) -> told.add(withoutTarget(ack));
                case CallEffect.Respond(_, _, SipResponse response) -> told.add(withoutEchoes(response));
                case CallEffect _ -> {
                }
            }
        }
        return told;
    }

    /** Where a request goes inside a dialog is the peer's own Contact, its own tag and URIs: it knows them. */
    private static String withoutTarget(SipRequest request) {
        String wire = wire(request);
        return request.toTag().isEmpty()
                ? wire
                : wire.replaceFirst("^(\\S+) \\S+ ", "$1 ").replaceAll("(?m)^(To|From|Call-ID|Route): .*$", "");
    }

    /** What stands in a response of the request that it answers (RFC 3261 §8.2.6.2, §12.1.1). */
    private static String withoutEchoes(SipResponse response) {
        return wire(response).replaceAll("(?m)^(Via|To|From|Call-ID|Record-Route): .*$", "");
    }

    private static String wire(SipMessage message) {
        return new String(message.toBytes(), StandardCharsets.UTF_8);
    }

    private static PeerGroup trunk(PeerGroup like, Random random) {
        Reading reading = new Reading(Reading.ANONYMOUS, false, random.nextBoolean(), NotCanonical.BY_LENGTH);
        TrunkNumbers numbers = new TrunkNumbers(Rules.list(), Rules.list(), Rules.list(), Rules.list(), reading,
                Writing.DEFAULT);
        Forwarding[] forms = Forwarding.values();
        TrunkProfile profile = new TrunkProfile(Proprietary.DEFAULT, new Identity(random.nextBoolean(),
                random.nextBoolean(), random.nextBoolean()), forms[random.nextInt(forms.length)], Optional.empty());
        Service service = random.nextBoolean() ? Service.OPERATOR_CONNECT : Service.TEAMS_PHONE_MOBILE;
        Set<Service> offered = like.side() == PeerGroup.Side.MPS
                ? EnumSet.of(service, Service.OPERATOR_CONNECT)
                : Set.of();
        return new PeerGroup(like.name(), like.side(), like.listeners(), like.transport(), like.defaultService(),
                offered, like.allowedSources(), like.peers(), like.security(), like.rates(), numbers, like.probing(),
                like.rules(), profile);
    }
}
