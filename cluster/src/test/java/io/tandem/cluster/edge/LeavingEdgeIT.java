package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.call.CallInput;
import io.tandem.port.CallId;
import io.tandem.sip.message.SipResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last moments of an edge whose address goes to another node: nobody is left waiting for what it began (design §4). */
class LeavingEdgeIT {
    private static final CallId CALL = new CallId("7z000000000000000000");
    private EdgeFixture fixture;
    private UdpPeer peer;

    @BeforeEach
    void open() {
        fixture = EdgeFixture.start();
        peer = fixture.udpPeer();
    }

    @AfterEach
    void close() {
        peer.close();
        fixture.close();
    }

    @Test
    void anAnswerThatIsOrderedJustBeforeTheEdgeStopsStillLeaves() throws InterruptedException {
        CallInput.InviteReceived invite = invite();
        CountDownLatch held = new CountDownLatch(1);
        fixture.loops.loop(0).execute(() -> awaitLatch(held)); // answer and stop come to be in one round of the loop
        fixture.edge.respond(invite.transaction(), SipResponse.to(invite.invite(), 503).toTag("t").build());
        Thread stop = Thread.ofPlatform().start(fixture.edge::stop);
        await("the edge waits for its loop").until(() -> stop.getState() == Thread.State.WAITING);
        held.countDown();

        assertThat(response().status()).isEqualTo(503);
        stop.join();
    }

    @Test
    void anEdgeThatIsAboutToStopHearsNoNewCallButFinishesThoseItHasHeard() {
        CallInput.InviteReceived invite = invite();
        assertThat(fixture.edge.openInvites()).isOne();
        fixture.edge.ignoreCalls();
        peer.send(Wire.invite(peer.port()).replace("call-1", "call-2"));
        assertThat(peer.hearsNothingFor(300)).as("a 100 would keep the caller from asking the next owner").isTrue();
        assertThat(fixture.calls.untold()).isTrue();

        fixture.edge.respond(invite.transaction(), SipResponse.to(invite.invite(), 503).toTag("t").build());

        assertThat(response().status()).isEqualTo(503);
        assertThat(fixture.edge.openInvites()).isZero();
    }

    @Test
    void aReInviteIsFinishedTooAndOneThatComesThenIsLeftToWhoeverFollows() {
        peer.send(inDialog("reinvite-1"));
        assertThat(response().status()).isEqualTo(100);
        CallInput.RequestReceived reInvite = fixture.calls.next(CallInput.RequestReceived.class);
        assertThat(fixture.edge.openInvites()).isOne();
        assertThat(fixture.edge.inReInvite()).containsExactly(CALL);
        fixture.edge.ignoreCalls();
        peer.send(inDialog("reinvite-2"));
        assertThat(peer.hearsNothingFor(300)).as("a 100 would keep it from coming again").isTrue();

        fixture.edge.respond(reInvite.transaction(), SipResponse.to(reInvite.request(), 491).build());

        assertThat(response().status()).isEqualTo(491);
        assertThat(fixture.edge.inReInvite()).isEmpty();
    }

    private String inDialog(String branch) {
        return Wire.invite(peer.port())
                .replaceFirst("branch=z9hG4bK[^\\r;]*", "branch=z9hG4bK" + branch)
                .replaceFirst("(?m)^(To: [^\\r]*)", "$1;tag=" + CALL.tag(0));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private SipResponse response() {
        return (SipResponse) peer.receive();
    }

    private CallInput.InviteReceived invite() {
        peer.send(Wire.invite(peer.port()));
        assertThat(response().status()).isEqualTo(100);
        return fixture.calls.next(CallInput.InviteReceived.class);
    }
}
