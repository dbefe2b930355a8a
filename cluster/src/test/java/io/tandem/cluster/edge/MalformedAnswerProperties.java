package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.TrunkSetUp;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

class MalformedAnswerProperties {
    private static final Flow FLOW = Flow.to("core-udp", Transport.UDP,
            new InetSocketAddress(InetAddress.ofLiteral("10.1.2.3"), 5060));

    /** Whatever happened to a request on its way, it is answered or not; what it got wrong goes back as it was. */
    @Property(tries = 2_000)
    void anAnswerToAMutilatedRequestGoesBackOnItsVia(@ForAll("mutilated") byte[] bytes) {
        if (SipParser.parse(bytes, 0, bytes.length, ParseLimits.DEFAULT) instanceof ParseResult.Malformed malformed) {
            MalformedAnswer.to(malformed, FLOW).ifPresent(answer -> {
                String text = new String(answer.response().toBytes(), StandardCharsets.UTF_8);
                assertThat(text).startsWith("SIP/2.0 " + malformed.status() + " ").contains("received=10.1.2.3");
                assertThat(answer.flow().remote().getAddress()).isEqualTo(FLOW.remote().getAddress());
            });
        }
    }

    /** And one that can be read is screened, refused or not, whatever it says. */
    @Property(tries = 2_000)
    void aReadableRequestIsScreenedWhateverItSays(@ForAll("mutilated") byte[] bytes) {
        if (SipParser.parse(bytes, 0, bytes.length,
                ParseLimits.DEFAULT) instanceof ParseResult.Parsed(SipRequest request)
                && RequestScreen.screen(request) instanceof RequestScreen.Verdict.Refused(var refusal)) {
            assertThat(RequestScreen.refusal(request, refusal, "ours", TrunkSetUp.DEFAULT).status())
                    .isEqualTo(refusal.status());
        }
    }

    @Provide
    Arbitrary<byte[]> mutilated() {
        Arbitrary<String> requests = Arbitraries.of("INVITE", "OPTIONS", "BYE", "FOO")
                .map(method -> Wire.request(
                        method, "UDP", 5070, "Require: 100rel", "Via: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKb"));
        Arbitrary<List<Tuple2<Integer, Character>>> hits = Combinators.combine(Arbitraries.integers().between(0, 500),
                Arbitraries.of('\r', '\n', ' ', ':', ';', '"', '<', '@', ',', '\u0000', 'x', '9'))
                .as(
                        Tuple::of)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
        return Combinators.combine(requests, hits, Arbitraries.integers().between(0, 9)).as((request, changes, cut) -> {
            StringBuilder text = new StringBuilder(request);
            changes.forEach(hit -> text.setCharAt(hit.get1() % text.length(), hit.get2()));
            String whole = text.toString();
            return (cut == 0 ? whole.substring(0, whole.length() * 2 / 3) : whole).getBytes(StandardCharsets.UTF_8);
        });
    }
}
