package io.tandem.cluster.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call of one node answers a request that came in at another. */
class FarAnswersTest {
    private static final ServerTransactionId ASKED = new ServerTransactionId(445_566_778_899L, 12);
    private static final String OK = """
            SIP/2.0 200 OK\r
            Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK-9\r
            From: <sip:a@192.0.2.7>;tag=1\r
            To: <sip:b@192.0.2.1>;tag=2\r
            Call-ID: a84b\r
            CSeq: 2 BYE\r
            Content-Length: 0\r
            \r
            """;

    private final ActorTestKit left = kit();
    private final ActorTestKit right = kit();

    private static ActorTestKit kit() {
        return ActorTestKit.create("tandem", ConfigFactory.parseString("""
                tandem.cluster { host = "127.0.0.1", port = 0 }
                pekko.actor.serialize-messages = on
                """)
                .withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    }

    @AfterEach
    void stop() {
        left.shutdownTestKit();
        right.shutdownTestKit();
    }

    private static SipResponse ok() {
        return (SipResponse) ((ParseResult.Parsed) SipParser.parse(OK.getBytes(StandardCharsets.UTF_8))).message();
    }

    @Test
    void anAnswerReachesTheNodeThatHasTheQuestionAndOnlyWhileThereIsOne() {
        Map<ServerTransactionId, byte[]> given = new ConcurrentHashMap<>();
        FarAnswers atLeft = FarAnswers.start(left.system(), (_, _) -> {
            throw new AssertionError("the left node asks, and is not asked");
        });
        assertThat(atLeft.send(ASKED, ok())).isFalse();

        FarAnswers.start(right.system(), (transaction, response) -> {
            given.put(transaction, response.toBytes());
            return true;
        });
        Cluster first = Cluster.get(left.system());
        first.join(first.selfAddress());
        Cluster.get(right.system()).join(first.selfAddress());
        await("the other node is known").atMost(Duration.ofSeconds(60)).until(() -> atLeft.send(ASKED, ok()));
        await("it is answered").atMost(Duration.ofSeconds(10)).until(() -> given.containsKey(ASKED));
        assertThat(given.get(ASKED)).asString(StandardCharsets.UTF_8).isEqualTo(OK);
    }

    /** Two builds in one cluster: what an older one sends is read for as long as the two may meet. */
    @Test
    void whatOlderBuildsSendIsStillRead() {
        String sample = "v2RlZGdlGwAAAGe92X4TZm51bWJlcgxocmVzcG9uc2VDU0lQ/w==";
        Object read = SerializationExtension.get(left.system())
                .deserialize(Base64.getDecoder().decode(sample), new FarAnswerSerializer().identifier(), "answer")
                .get();
        assertThat(read).isInstanceOfSatisfying(FarAnswers.Answer.class, answer -> {
            assertThat(new ServerTransactionId(answer.edge(), answer.number())).isEqualTo(ASKED);
            assertThat(answer.response()).asString(StandardCharsets.UTF_8).isEqualTo("SIP");
        });
    }
}
