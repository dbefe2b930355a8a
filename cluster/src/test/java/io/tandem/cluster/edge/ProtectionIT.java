package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallInput;
import io.tandem.cluster.edge.EdgeConfig.Protection;
import io.tandem.port.CallId;
import io.tandem.port.TrunkRates;
import io.tandem.sip.admission.OverloadSettings;
import io.tandem.sip.admission.Rate;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.TransactionSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who asks too much gets no more than its share, and nothing comes of the rest (F-35, F-150). */
class ProtectionIT {
    private static final OverloadSettings NEVER = Protection.NONE.overload();
    private EdgeFixture fixture;

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aTrunkOverItsRateGets503BeforeAnythingIsMadeOfItsCall() {
        fixture = EdgeFixture.start(new TrunkRates(1, 2), Protection.NONE);
        try (UdpPeer peer = fixture.udpPeer()) {
            call(peer, 1);
            call(peer, 2);
            peer.send(invite(peer, 3));
            SipResponse refused = (SipResponse) peer.receive();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers().first(HeaderName.RETRY_AFTER)).contains("1");
            fixture.counts.awaitCount("rateLimited core", 1);
        }
    }

    @Test
    void whatBelongsToACallIsNotLimitedAndOtherRequestsHaveARateOfTheirOwn() {
        fixture = EdgeFixture.start(new TrunkRates(1, 1), Protection.NONE);
        try (UdpPeer peer = fixture.udpPeer()) {
            call(peer, 1);
            String tag = new CallId("0123456789abcdefghijk").tag(0);
            for (int i = 0; i < 20; i++) {
                peer.send(Wire.request("BYE", "sip:+4930111@127.0.0.1", "UDP", peer.port(), "z9hG4bKbye" + i, tag));
            }
            assertThat(fixture.counts.count("rateLimited core")).isZero();
            peer.send(Wire.request("OPTIONS", "UDP", peer.port()));
            SipResponse first = (SipResponse) peer.receive();
            while (!first.cseq().method().name().equals("OPTIONS")) {
                first = (SipResponse) peer.receive();
            }
            assertThat(first.status()).isEqualTo(200);
            assertThat(fixture.counts.count("rateLimited core")).isZero();
        }
    }

    @Test
    void aRepetitionOfARefusedCallIsRefusedAlikeThoughThereWouldBeRoomByThen() {
        fixture = EdgeFixture.start(new TrunkRates(1, 1), Protection.NONE);
        try (UdpPeer peer = fixture.udpPeer()) {
            call(peer, 1);
            peer.send(invite(peer, 2));
            String refusal = peer.receiveText();
            assertThat(refusal).startsWith("SIP/2.0 503 ");
            assertThat(peer.hearsNothingFor(1_500)).isTrue(); // a call's worth of room
            peer.send(invite(peer, 2));

            assertThat(peer.receiveText()).isEqualTo(refusal);
            fixture.counts.awaitCount("retransmissionReceived INVITE", 1);
            fixture.counts.awaitCount("rateLimited core", 1);
            assertThat(refusal.length()).as("no amplification").isLessThan(invite(peer, 2).length() + 60);
        }
    }

    @Test
    @Tag("F-150")
    void anEmergencyCallIsExempt() {
        OverloadSettings tight = new OverloadSettings(1, 1, Duration.ofSeconds(1), 3, 1);
        fixture = EdgeFixture.start(new TrunkRates(1, 1), new Protection(tight, Optional.empty(),
                uri -> uri.text().startsWith("sip:112@")));
        try (UdpPeer peer = fixture.udpPeer()) {
            call(peer, 1);
            for (int i = 2; i < 5; i++) {
                peer.send(emergency(peer, i));
                assertThat(((SipResponse) peer.receive()).status()).isEqualTo(100);
                fixture.calls.next(CallInput.InviteReceived.class);
            }
            peer.send(emergency(peer, 5));
            assertThat(((SipResponse) peer.receive()).status()).as("over the hard cap").isEqualTo(503);
        }
    }

    /** The room is looked at before the rate: that alone must not cost it anything. */
    @Test
    @Tag("F-150")
    void anEmergencyCallHasRoomWhereOthersHaveNoneAndCountsOnce() {
        OverloadSettings two = new OverloadSettings(1_000, 1_000, Duration.ofSeconds(10), 2, 1);
        fixture = EdgeFixture.start(TrunkRates.DEFAULT, new Protection(two, Optional.empty(),
                uri -> uri.text().startsWith("sip:112@")), TransactionSettings.DEFAULT.withBounds(8, 8));
        try (UdpPeer peer = fixture.udpPeer()) {
            for (int i = 1; i <= 8; i++) {
                call(peer, i);
            }
            peer.send(invite(peer, 9));
            assertThat(((SipResponse) peer.receive()).status()).isEqualTo(503);
            for (int i = 10; i <= 11; i++) {
                peer.send(emergency(peer, i));
                assertThat(((SipResponse) peer.receive()).status()).as("emergency call %d", i).isEqualTo(100);
                fixture.calls.next(CallInput.InviteReceived.class);
            }
            peer.send(emergency(peer, 12));
            assertThat(((SipResponse) peer.receive()).status()).as("no more than a quarter").isEqualTo(503);
            fixture.counts.awaitCount("overLimit SERVER_TRANSACTIONS", 2);
            peer.send(invite(peer, 1).replace("INVITE sip", "CANCEL sip").replace("1 INVITE", "1 CANCEL"));
            fixture.calls.next(CallInput.CancelReceived.class); // the eldest call is not forgotten for the newest
        }
    }

    @Test
    void aCallThatTheNodeCannotTakeCostsItsTrunkNothing() {
        OverloadSettings one = new OverloadSettings(0.05, 0.05, Duration.ofSeconds(10), 1, 1);
        fixture = EdgeFixture.start(new TrunkRates(1, 2), new Protection(one, Optional.empty(), _ -> false));
        try (UdpPeer peer = fixture.udpPeer()) {
            call(peer, 1);
            for (int i = 2; i <= 5; i++) {
                peer.send(invite(peer, i));
                assertThat(((SipResponse) peer.receive()).status()).isEqualTo(503);
            }
            fixture.counts.awaitCount("overloadRefused", 4);
            assertThat(fixture.counts.count("rateLimited core")).isZero();
        }
    }

    @Test
    @Tag("F-35")
    void aFloodingSourceIsDroppedUnread() {
        fixture = EdgeFixture.start(TrunkRates.DEFAULT, new Protection(NEVER, Optional.of(Rate.of(0.01, 5)),
                _ -> false));
        try (UdpPeer peer = fixture.udpPeer()) {
            for (int i = 0; i < 50; i++) {
                peer.send("no SIP at all");
            }
            fixture.counts.awaitCount("sourceBlocked", 45);
            assertThat(fixture.counts.count("malformed NOT_SIP dropped")).isEqualTo(5);
        }
    }

    @Test
    void aFloodingConnectionIsReadFromMoreSlowlyAndLosesNothing() {
        fixture = EdgeFixture.start(TrunkRates.DEFAULT, new Protection(NEVER, Optional.of(Rate.of(20, 1)),
                _ -> false));
        try (TcpPeer peer = TcpPeer.connect(fixture.tcpPort())) {
            for (int i = 0; i < 5; i++) {
                peer.send(Wire.request("OPTIONS", "TCP", peer.port())
                        .replace("OPTIONS1", "OPTIONS" + i)
                        .replace("call-1", "call-" + i));
                assertThat(((SipResponse) peer.receive()).status()).isEqualTo(200);
            }
            assertThat(fixture.counts.count("sourceBlocked")).isPositive();
        }
    }

    @Test
    void aNodeThatStartsColdLetsInNoMoreThanItsFirstRate() {
        fixture = EdgeFixture.start(TrunkRates.DEFAULT, new Protection(
                new OverloadSettings(10, 10, Duration.ofSeconds(10), 1, 7), Optional.empty(), _ -> false));
        try (UdpPeer peer = fixture.udpPeer()) {
            for (int i = 0; i < 40; i++) {
                peer.send(invite(peer, i));
            }
            int refused = 0;
            for (int i = 0; i < 40; i++) {
                SipResponse answer = (SipResponse) peer.receive();
                refused += answer.status() == 503 ? 1 : 0;
                assertThat(answer.status() == 100 || "7".equals(
                        answer.headers().firstOr(HeaderName.RETRY_AFTER, ""))).isTrue();
            }
            assertThat(refused).isBetween(20, 36);
            fixture.counts.awaitCount("overloadRefused", refused);
            assertThat(fixture.edge.admissionRate()).isPositive();
        }
    }

    private void call(UdpPeer peer, int number) {
        peer.send(invite(peer, number));
        assertThat(((SipResponse) peer.receive()).status()).isEqualTo(100);
        fixture.calls.next(CallInput.InviteReceived.class);
    }

    private static String emergency(UdpPeer peer, int number) {
        return invite(peer, number).replace("sip:+4930111@127.0.0.1 SIP", "sip:112@127.0.0.1 SIP");
    }

    private static String invite(UdpPeer peer, int number) {
        return Wire.invite(peer.port())
                .replace("INVITE1", "INVITE" + number)
                .replace("call-1@", "call-" + number + "@");
    }
}
