package io.tandem.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.CallId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTiesTest {
    private static final CallId CALL = new CallId("zz0123456789abcdefgh");
    private static final CallId THEIRS = new CallId("zz9999999999abcdefgh");
    private static final String INVITE = "INVITE sip:+442079460000@192.0.2.1 SIP/2.0";

    private final List<String> told = new ArrayList<>();
    private final CallTies ties = new CallTies(
            (call, message, _) -> told.add(message.map(read -> read.startLine()).orElse("malformed") + " of "
                    + call.map(CallId::value).orElse("nobody")),
            2_000);

    private void received(String wire) {
        ties.take(Seen.message(false, wire), 0);
    }

    private void sent(String wire) {
        ties.take(Seen.message(true, wire), 0);
    }

    private static String of(String line, CallId call) {
        return line + " of " + call.value();
    }

    @Test
    void theFirstInviteWaitsForAnAnswerWithOurTag() {
        received(Seen.request("INVITE", "INVITE", "b1", "a", ""));
        sent(Seen.response("100 Trying", "INVITE", "b1", "a", ""));
        assertThat(told).isEmpty();
        sent(Seen.response("180 Ringing", "INVITE", "b1", "a", CALL.tag(0)));
        assertThat(told).containsExactly(of(INVITE, CALL), of("SIP/2.0 100 Trying", CALL),
                of("SIP/2.0 180 Ringing", CALL));
        received(Seen.request("CANCEL", "CANCEL", "b1", "a", ""));
        assertThat(told).last().isEqualTo(of("CANCEL sip:+442079460000@192.0.2.1 SIP/2.0", CALL));
    }

    @Test
    void ourTagIsTheOneOnOurSideWhateverThePeersLooksLike() {
        sent(Seen.request("INVITE", "INVITE", "b2", CALL.tag(1), ""));
        received(Seen.response("200 OK", "INVITE", "b2", CALL.tag(1), THEIRS.tag(0)));
        received(Seen.request("BYE", "BYE", "b3", THEIRS.tag(0), CALL.tag(1)));
        sent(Seen.response("200 OK", "BYE", "b3", THEIRS.tag(0), CALL.tag(1)));
        assertThat(told).hasSize(4).allMatch(line -> line.endsWith(CALL.value()));
    }

    @Test
    void aPeerThatIsAnotherTandemStillWaits() {
        received(Seen.request("INVITE", "INVITE", "b1", THEIRS.tag(1), ""));
        assertThat(told).isEmpty();
    }

    @Test
    void whatIsRefusedBesideTheCallsIsNobodys() {
        received(Seen.request("INVITE", "INVITE", "b1", "a", ""));
        sent(Seen.response("503 Service Unavailable", "INVITE", "b1", "a", "edge"));
        assertThat(told).containsExactly(INVITE + " of nobody", "SIP/2.0 503 Service Unavailable of nobody");
    }

    @Test
    void optionsAndMalformedMessagesAreToldAtOnceAndKeepAlivesNotAtAll() {
        received(Seen.request("OPTIONS", "OPTIONS", "b1", "a", ""));
        received("nonsense\r\n\r\n");
        received("\r\n\r\n");
        assertThat(told).containsExactly("OPTIONS sip:+442079460000@192.0.2.1 SIP/2.0 of nobody",
                "malformed of nobody");
    }

    @Test
    void nobodyWaitsForEver() {
        received(Seen.request("INVITE", "INVITE", "b1", "a", ""));
        ties.release(CallTies.PATIENCE_NANOS - 1);
        assertThat(told).isEmpty();
        ties.release(CallTies.PATIENCE_NANOS);
        assertThat(told).containsExactly(INVITE + " of nobody");
    }

    @Test
    void moreThanMayWaitPushesTheOldestOut() {
        for (int i = 0; i < 100; i++) {
            received(Seen.request("INVITE", "INVITE", "b" + i, "a", ""));
        }
        assertThat(told.size()).isBetween(90, 99);
        ties.releaseAll();
        assertThat(told).hasSize(100);
    }
}
