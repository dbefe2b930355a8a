package io.tandem.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.session.OpenResult.Opened;
import io.tandem.media.session.OpenResult.Reason;
import io.tandem.media.session.OpenResult.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback. */
class RelayEngineIT {
    private static final String HOME = "127.0.0.1";
    private static final String ABROAD = "127.0.0.2";
    private static final byte[] RECEIVER_REPORT = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 7};
    private RelayEngine engine;
    private Peer caller;
    private Peer callee;
    private Peer stranger;

    @BeforeEach
    void start() throws IOException {
        engine = RelayEngine.start(new RelaySettings(46_001, 46_032, 2, 5, 65_536, 0,
                MediaLimits.NONE), RelayListener.NONE);
        caller = new Peer(HOME);
        callee = new Peer(HOME);
        stranger = new Peer(ABROAD);
    }

    @AfterEach
    void stop() {
        engine.close();
        caller.close();
        callee.close();
        stranger.close();
    }

    private OpenResult open(String id) {
        return engine.open(new OpenSession(id, HOME, HOME, Optional.empty()));
    }

    private Opened opened(String id) {
        return (Opened) open(id);
    }

    private void describe(String id, MediaEnd end, Peer peer) {
        engine.describeRemote(new DescribeRemote(id, end, HOME, peer.port(), peer.port() + 1, 8_000));
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void relaysBothWaysFromItsOwnPortsAndCountsExactly() throws IOException {
        Opened session = opened("c");
        describe("c", MediaEnd.CALLER, caller);
        describe("c", MediaEnd.CALLEE, callee);
        for (int i = 0; i < 50; i++) {
            caller.sendRtp(session.caller());
            assertThat(callee.receive()).isEqualTo(172);
            callee.sendRtp(session.callee());
            assertThat(caller.receive()).isEqualTo(172);
        }
        assertThat(callee.senderPort()).isEqualTo(session.callee().rtpPort());
        assertThat(caller.senderPort()).isEqualTo(session.caller().rtpPort());
        caller.skip(3);
        caller.sendRtp(session.caller());
        callee.receive();
        until(() -> engine.stats("c").orElseThrow().callee().packetsSent() == 51); // counted just after it was sent
        SessionStats stats = engine.close("c").orElseThrow();
        assertThat(stats.caller()).usingRecursiveComparison()
                .ignoringFields("jitterMillis")
                .isEqualTo(
                        new SessionStats.EndStats(HOME + ":" + session.caller().rtpPort(),
                                HOME + ":" + caller.port(), true, 51, 51 * 160, 50, 50 * 160, 3, 0, 0, 0, 0, 0));
        assertThat(stats.callee().packetsSent()).isEqualTo(51);
        assertThat(stats.callee().packetsReceived()).isEqualTo(50);
    }

    @Test
    void anEndThatNobodyDescribedIsFoundByItsPackets() throws IOException {
        Opened session = opened("c");
        describe("c", MediaEnd.CALLEE, callee);
        caller.sendRtp(session.caller());
        assertThat(callee.receive()).isEqualTo(172);
        callee.sendRtp(session.callee());
        assertThat(caller.receive()).isEqualTo(172);
    }

    @Test
    @Tag("F-194")
    @Tag("TRAP-60")
    void strangersAndOtherThanRtpAreRefusedAndCounted() throws IOException {
        Opened session = opened("c");
        describe("c", MediaEnd.CALLER, caller);
        describe("c", MediaEnd.CALLEE, callee);
        caller.sendRtp(session.caller());
        assertThat(callee.receive()).isEqualTo(172);
        stranger.sendRtp(session.caller());
        caller.send(new byte[0], HOME, session.caller().rtpPort());
        caller.send(new byte[3_000], HOME, session.caller().rtpPort());
        caller.send("hello, no RTP here".getBytes(), HOME, session.caller().rtpPort());
        until(() -> engine.stats("c").orElseThrow().caller().packetsRefused() == 4);
        assertThat(engine.stats("c").orElseThrow().callee().packetsSent()).isEqualTo(1);
        assertThat(engine.totals().packetsRefused()).isEqualTo(4);
    }

    @Test
    void rtcpGoesFromOddPortToOddPort() throws IOException {
        Opened session = opened("c");
        try (Peer calleeRtcp = new Peer(HOME)) {
            engine.describeRemote(
                    new DescribeRemote("c", MediaEnd.CALLEE, HOME, callee.port(), calleeRtcp.port(), 8_000));
            caller.sendRtp(session.caller());
            callee.receive();
            caller.send(RECEIVER_REPORT, HOME, session.caller().rtcpPort());
            assertThat(calleeRtcp.receive()).isEqualTo(RECEIVER_REPORT.length);
            assertThat(calleeRtcp.senderPort()).isEqualTo(session.callee().rtcpPort());
            until(() -> engine.stats("c").orElseThrow().callee().rtcpSent() == 1);
        }
        assertThat(engine.close("c")).get().extracting(stats -> stats.caller().rtcpReceived()).isEqualTo(1L);
    }

    @Test
    void aPacketForNobodyIsDroppedAndCounted() throws IOException {
        Opened session = opened("c");
        engine.describeRemote(new DescribeRemote("c", MediaEnd.CALLEE, "media.example", 4_000, 4_001, 8_000));
        caller.sendRtp(session.caller());
        until(() -> engine.totals().packetsDropped() == 1);
        assertThat(engine.stats("c").orElseThrow().callee().remoteAddress()).isEmpty();
    }

    @Test
    void aPeerThatIsGoneHarmsNobody() throws IOException {
        Opened session = opened("c");
        describe("c", MediaEnd.CALLEE, callee);
        callee.close();
        for (int i = 0; i < 5; i++) {
            caller.sendRtp(session.caller());
        }
        until(() -> engine.stats("c").orElseThrow().caller().packetsReceived() == 5);
    }

    @Test
    void portsAreFreeAgainAlsoWhenNothingWasEverSent() {
        Opened session = opened("c");
        assertThat(free(session.caller().rtpPort())).isFalse();
        engine.close("c");
        until(() -> engine.totals().pairsTaken() == 0);
        for (int port : new int[]{session.caller().rtpPort(), session.caller().rtcpPort(), session.callee().rtpPort(),
                session.callee().rtcpPort()}) {
            assertThat(free(port)).isTrue();
        }
        assertThat(engine.active()).isZero();
        assertThat(engine.close("c")).isEmpty();
    }

    private static boolean free(int port) {
        try (DatagramSocket _ = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(HOME), port))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void aLoopThatSleepsIsWokenByTheNextSession() throws IOException {
        opened("silent");
        try (Peer nobody = new Peer(HOME, 500)) {
            assertThat(nobody.receive()).as("half a second of silence").isEqualTo(-1);
        }
        relaysBothWaysFromItsOwnPortsAndCountsExactly();
        engine.close("silent");
        until(() -> engine.totals().pairsTaken() == 0);
        relaysBothWaysFromItsOwnPortsAndCountsExactly();
    }

    @Test
    void aRestartedCallGetsExactlyItsPortsBack() {
        Opened before = opened("c");
        engine.close();
        engine = RelayEngine.start(RelaySettings.ofPorts(46_001, 46_032), RelayListener.NONE);
        OpenSession again = new OpenSession("c", HOME, HOME,
                Optional.of(new OpenSession.Ports(before.caller().rtpPort(), before.callee().rtpPort())));
        assertThat(engine.open(again)).isEqualTo(before);
        assertThat(engine.open(again)).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.ALREADY_OPEN));
    }

    @Test
    void refusalsSayWhy() throws IOException {
        Opened first = opened("1");
        assertThat(reason(engine.open(new OpenSession("x", HOME, HOME,
                Optional.of(new OpenSession.Ports(first.caller().rtpPort(), 46_030)))))).isEqualTo(Reason.PORT_TAKEN);
        assertThat(reason(engine.open(new OpenSession("x", HOME, "192.0.2.1", Optional.empty())))).isEqualTo(
                Reason.SOCKET_FAILED);
        assertThat(reason(engine.open(new OpenSession("x", HOME, "host.example", Optional.empty())))).isEqualTo(
                Reason.SOCKET_FAILED);
        for (int i = 2; i <= 5; i++) {
            opened(Integer.toString(i));
        }
        assertThat(reason(open("6"))).isEqualTo(Reason.SESSION_LIMIT);
        assertThat(engine.active()).isEqualTo(5);
        assertThat(engine.totals().pairsTaken()).isEqualTo(10);
    }

    @Test
    void whenThePortsAreUsedUpItSaysSoAndGivesNothingAway() {
        engine.close();
        engine = RelayEngine.start(new RelaySettings(46_040, 46_045, 1, 5, 65_536, 0,
                MediaLimits.NONE), RelayListener.NONE);
        opened("1");
        assertThat(reason(open("2"))).isEqualTo(Reason.PORTS_EXHAUSTED);
        assertThat(engine.totals().pairsTaken()).isEqualTo(2);
    }

    @Test
    void manyThreadsOpenAndCloseAndNothingIsLeft() throws InterruptedException {
        engine.close();
        engine = RelayEngine.start(new RelaySettings(46_400, 46_499, 2, 8, 65_536, 0,
                MediaLimits.NONE), RelayListener.NONE);
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 400; i++) {
                String id = Integer.toString(i % 10); // ids meet, limits are hit
                threads.execute(() -> {
                    refused.addAndGet(open(id) instanceof Refused ? 1 : 0);
                    engine.close(id);
                });
            }
        }
        assertThat(engine.active()).isZero();
        until(() -> engine.totals().pairsTaken() == 0);
        for (int i = 0; i < 8; i++) {
            assertThat(open("after-" + i)).isInstanceOf(Opened.class);
        }
    }

    /** 0.4 s of speech: who plays it has given up on what is older, and it would keep what is fresh from coming. */
    @Test
    void whatWaitedLongerThanAJitterBufferDoesIsLost() throws IOException {
        engine.close();
        CountDownLatch processor = new CountDownLatch(1);
        engine = RelayEngine.start(RelaySettings.ofPorts(46_001, 46_032), RelayListener.NONE, () -> given(processor));
        Opened session = opened("c");
        describe("c", MediaEnd.CALLEE, callee);
        for (int i = 0; i < 200; i++) {
            caller.sendRtp(session.caller());
        }
        processor.countDown();
        until(() -> {
            sendRtp(session);
            return engine.stats("c").orElseThrow().caller().packetsLost() > 0;
        });
        assertThat(engine.stats("c").orElseThrow().caller().packetsLost()).isGreaterThan(170);
    }

    private static boolean given(CountDownLatch processor) {
        try {
            return processor.await(3, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void sendRtp(Opened session) {
        try {
            caller.sendRtp(session.caller());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reason reason(OpenResult result) {
        return ((Refused) result).reason();
    }
}
