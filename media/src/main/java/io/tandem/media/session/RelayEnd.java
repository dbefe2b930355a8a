package io.tandem.media.session;

import static io.tandem.media.session.EndFigures.JITTER_SIXTEENTHS;
import static io.tandem.media.session.EndFigures.LOST_AT_PEER;
import static io.tandem.media.session.EndFigures.OCTETS_RECEIVED;
import static io.tandem.media.session.EndFigures.OCTETS_SENT;
import static io.tandem.media.session.EndFigures.PACKETS_DROPPED;
import static io.tandem.media.session.EndFigures.PACKETS_FORGED;
import static io.tandem.media.session.EndFigures.PACKETS_LOST;
import static io.tandem.media.session.EndFigures.PACKETS_OUT_OF_ORDER;
import static io.tandem.media.session.EndFigures.PACKETS_RECEIVED;
import static io.tandem.media.session.EndFigures.PACKETS_REFUSED;
import static io.tandem.media.session.EndFigures.PACKETS_SENT;
import static io.tandem.media.session.EndFigures.ROUND_TRIP_MICROS;
import static io.tandem.media.session.EndFigures.RTCP_RECEIVED;
import static io.tandem.media.session.EndFigures.RTCP_SENT;

import io.tandem.media.rtp.Reception;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.rtp.Rtcp;
import io.tandem.media.srtp.Verdict;
import io.tandem.media.udp.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** One end of a relayed session: its two sockets, where its peer is, and its figures. Works on its loop's thread. */
final class RelayEnd {
    /** Longest packet that is relayed; more than a network path carries in one piece. */
    static final int MAX_PACKET_BYTES = 2_048;
    private static final int DEFAULT_CLOCK_RATE_HZ = 8_000;

    /** What a description comes to; the loop takes it in with the next packet. */
    private record Described(RemoteAddresses addresses, boolean secured, EndProtection protection, boolean muxed,
            EndTranslation translation) {
        static final Described NOTHING = new Described(RemoteAddresses.UNKNOWN, false, null, false, null);

        /** Whether a packet of the peer's may go on to the other end, as what that one wants. */
        boolean translatesInward(ByteBuffer packet) {
            return translation == null || translation.inward(packet);
        }

        /** Whether a packet of the other end's may go on to the peer, as what it wants. */
        boolean translatesOutward(ByteBuffer packet) {
            return translation == null || translation.outward(packet);
        }
    }

    private final String sessionId;
    private final MediaEnd end;
    private final LocalPair local;
    private final Lane lane;
    private final RelayListener listener;
    private final BooleanSupplier mayRelay;
    private final EndFigures figures = new EndFigures();
    private final Latch latch = new Latch();
    private final Reception reception = new Reception();
    /** Null for an end of a session that is plain on both sides. */
    private volatile Mediation mediation;
    /** Null for an end that is sent what comes and nothing else. */
    private Filler filler;
    private RelayEnd other;
    private boolean sendFailed;
    private Described taken = Described.NOTHING;
    private volatile Described described = Described.NOTHING;
    private volatile int clockRateHz = DEFAULT_CLOCK_RATE_HZ;
    private volatile InetSocketAddress latchedTo;

    /**
     * @param mayRelay whether the address is still ours to speak for
     */
    RelayEnd(String sessionId, MediaEnd end, LocalPair local, Lane lane, RelayListener listener,
            BooleanSupplier mayRelay) {
        this.mayRelay = mayRelay;
        this.sessionId = sessionId;
        this.end = end;
        this.local = local;
        this.lane = lane;
        this.listener = listener;
        local.rtp().handler(this::rtpReceived);
        local.rtcp().handler(this::rtcpReceived);
    }

    void relayTo(RelayEnd other) {
        this.other = other;
    }

    /** From any thread: RTP packets. */
    long packetsReceived() {
        return figures.get(PACKETS_RECEIVED);
    }

    /** From any thread: RTCP packets. */
    long reportsReceived() {
        return figures.get(RTCP_RECEIVED);
    }

    LocalPair local() {
        return local;
    }

    /** From any one thread at a time; the loop takes it in with the next packet. */
    synchronized void describe(DescribeRemote order) {
        if (order.clockRateHz() > 0) {
            clockRateHz = order.clockRateHz();
        }
        EndProtection before = described.protection();
        described = new Described(RemoteAddresses.of(order, local.rtp()),
                order.secured() || described.secured() && order.rtpPort() == 0,
                order.protection().map(keys -> EndProtection.of(keys, before, lane.scratch())).orElse(before),
                order.rtpPort() == 0 ? described.muxed() : order.rtpPort() == order.rtcpPort(),
                EndTranslation.of(order.translations(), described.translation(), lane.speech()));
    }

    /** From any one thread at a time: nothing plain passes from now on. */
    synchronized void protect() {
        described = new Described(described.addresses(), true, described.protection(), described.muxed(),
                described.translation());
    }

    /** From any thread: it is sent streams and reports of ours from now on. */
    void mediate() {
        mediation = Mediation.begin(reception);
    }

    /** Before its loop serves it, and once it is mediated: whoever is there gets noise where the other end says nothing. */
    void fillSilence() {
        filler = new Filler(mediation.stream());
    }

    private void rtpReceived(ByteBuffer packet, InetSocketAddress source, long receivedNanos) {
        takeDescription();
        if (taken.muxed() && Rtcp.isRtcp(packet)) { // told by what is never encrypted (RFC 5761 §4)
            rtcpReceived(packet, source, receivedNanos, true);
            return;
        }
        if (!mayRelay.getAsBoolean() || packet.limit() > MAX_PACKET_BYTES || !opensRtp(packet)
                || !RtpPacket.isRtp(packet)
                || !latch.admitsRtp(source)) {
            refused();
            return;
        }
        if (latchedTo != source) {
            latchedTo = source;
        }
        int octets = RtpPacket.payloadBytes(packet);
        figures.add(PACKETS_RECEIVED, 1);
        figures.add(OCTETS_RECEIVED, octets);
        reception.packet(RtpPacket.ssrc(packet), RtpPacket.sequenceNumber(packet), RtpPacket.timestampTicks(packet),
                receivedNanos, clockRateHz);
        figures.set(PACKETS_LOST, reception.lost());
        figures.set(PACKETS_OUT_OF_ORDER, reception.outOfOrder());
        figures.set(JITTER_SIXTEENTHS, reception.jitterSixteenths());
        if (filler != null) {
            filler.heard(RtpPacket.payloadType(packet), octets);
        }
        if (taken.translatesInward(packet)) {
            other.sendRtp(packet, receivedNanos, clockRateHz);
        } else {
            dropped();
        }
    }

    private void rtcpReceived(ByteBuffer packet, InetSocketAddress source, long receivedNanos) {
        takeDescription();
        rtcpReceived(packet, source, receivedNanos, false);
    }

    private void rtcpReceived(ByteBuffer packet, InetSocketAddress source, long receivedNanos, boolean onRtpPort) {
        if (!mayRelay.getAsBoolean() || packet.limit() > MAX_PACKET_BYTES || !opensRtcp(packet) || !Rtcp.isRtcp(packet)
                || !(onRtpPort ? latch.admitsRtp(source) : latch.admitsRtcp(source))) {
            refused();
            return;
        }
        figures.add(RTCP_RECEIVED, 1);
        Mediation mediating = mediation;
        if (mediating != null) {
            reported(mediating.reports(), packet, receivedNanos);
        } else {
            other.sendRtcp(packet);
        }
    }

    private boolean opensRtp(ByteBuffer packet) {
        return !taken.secured()
                || genuine(taken.protection() == null ? Verdict.FORGED : taken.protection().openRtp(packet));
    }

    private boolean opensRtcp(ByteBuffer packet) {
        return !taken.secured()
                || genuine(taken.protection() == null ? Verdict.FORGED : taken.protection().openRtcp(packet));
    }

    private boolean genuine(Verdict verdict) {
        if (verdict != Verdict.GENUINE) {
            figures.add(PACKETS_FORGED, 1);
        }
        return verdict == Verdict.GENUINE;
    }

    private void reported(EndReports reports, ByteBuffer packet, long nowNanos) {
        reports.read(packet, nowNanos, System.currentTimeMillis());
        figures.set(LOST_AT_PEER, reports.lostAtPeer());
        figures.set(ROUND_TRIP_MICROS,
                reports.roundTripMillis() < 0 ? 0 : 1 + (long) (reports.roundTripMillis() * 1_000));
    }

    private void sendRtp(ByteBuffer packet, long nowNanos, int clockRateHz) {
        takeDescription();
        if (!taken.translatesOutward(packet)) {
            dropped();
            return;
        }
        InetSocketAddress target = latch.rtpTarget();
        int octets = RtpPacket.payloadBytes(packet);
        Mediation mediating = mediation;
        if (target != null && mediating != null && !mediating.stream().take(packet, nowNanos, clockRateHz)) {
            dropped();
            return;
        }
        if (filler != null) {
            filler.relayed(RtpPacket.payloadType(packet), octets, nowNanos);
        }
        if (sent(local.rtp(), packet, target, target != null && protectsRtp(packet))) {
            figures.add(PACKETS_SENT, 1);
            figures.add(OCTETS_SENT, octets);
        }
    }

    private boolean protectsRtp(ByteBuffer packet) {
        return !taken.secured() || taken.protection() != null && taken.protection().protectRtp(packet);
    }

    /** Whether whoever is there has been left without sound. */
    boolean isUnspoken(long nowNanos) {
        return filler != null && filler.isDue(nowNanos);
    }

    /** Sends the next 20 ms of noise where that is so. @return whether it is */
    boolean fill(long nowNanos) {
        if (!isUnspoken(nowNanos)) {
            return false;
        }
        takeDescription();
        InetSocketAddress target = latch.rtpTarget();
        if (target != null && mayRelay.getAsBoolean()) {
            ByteBuffer packet = lane.noise();
            filler.write(packet, nowNanos, other.clockRateHz);
            if (sent(local.rtp(), packet, target, protectsRtp(packet))) {
                figures.add(PACKETS_SENT, 1);
                figures.add(OCTETS_SENT, Filler.OCTETS);
            }
        }
        return true;
    }

    private void sendRtcp(ByteBuffer packet) {
        takeDescription();
        InetSocketAddress target = rtcpTarget();
        if (sent(taken.muxed() ? local.rtp() : local.rtcp(), packet, target, target != null && protectsRtcp(packet))) {
            figures.add(RTCP_SENT, 1);
        }
    }

    private InetSocketAddress rtcpTarget() {
        return taken.muxed() ? latch.sharedTarget() : latch.rtcpTarget();
    }

    private boolean protectsRtcp(ByteBuffer packet) {
        return !taken.secured() || taken.protection() != null && taken.protection().protectRtcp(packet);
    }

    /** Sends a report where one is due; to where nobody is, none. */
    void tick(long nowNanos) {
        Mediation mediating = mediation;
        if (mediating != null && mediating.reports().due(nowNanos)) {
            takeDescription();
            if (rtcpTarget() != null && mayRelay.getAsBoolean()) {
                mediating.reports()
                        .write(lane.report(), nowNanos, System.currentTimeMillis(), other.clockRateHz,
                                figures.get(PACKETS_SENT), figures.get(OCTETS_SENT));
                sendRtcp(lane.report());
            }
        }
    }

    private boolean sent(UdpSocket socket, ByteBuffer packet, InetSocketAddress target, boolean ready) {
        boolean sent = ready && trySend(socket, packet, target);
        lane.totals().add(sent ? PACKETS_SENT : PACKETS_DROPPED, 1);
        return sent;
    }

    private boolean trySend(UdpSocket socket, ByteBuffer packet, InetSocketAddress target) {
        try {
            return socket.send(packet, target);
        } catch (IOException e) {
            if (!sendFailed) {
                sendFailed = true;
                listener.sendFailed(sessionId, end, e);
            }
            return false;
        }
    }

    private void dropped() {
        lane.totals().add(PACKETS_DROPPED, 1);
    }

    private void refused() {
        figures.add(PACKETS_REFUSED, 1);
        lane.totals().add(PACKETS_REFUSED, 1);
    }

    private void takeDescription() {
        Described now = described;
        if (now != taken) {
            taken = now;
            latch.describe(now.addresses());
            if (!latch.latched()) {
                latchedTo = null;
            }
        }
    }

    /** From any thread. */
    SessionStats.EndStats stats() {
        InetSocketAddress latched = latchedTo;
        InetSocketAddress remote = latched != null ? latched : described.addresses().rtp();
        long roundTripMicros = figures.get(ROUND_TRIP_MICROS);
        return new SessionStats.EndStats(text(local.rtp().localAddress()), remote == null ? "" : text(remote),
                latched != null, figures.get(PACKETS_RECEIVED), figures.get(OCTETS_RECEIVED),
                figures.get(PACKETS_SENT), figures.get(OCTETS_SENT), figures.get(PACKETS_LOST),
                figures.get(PACKETS_OUT_OF_ORDER), figures.get(PACKETS_REFUSED),
                Reception.jitterMillis(figures.get(JITTER_SIXTEENTHS), clockRateHz), figures.get(RTCP_RECEIVED),
                figures.get(RTCP_SENT), figures.get(PACKETS_FORGED), figures.get(LOST_AT_PEER),
                roundTripMicros / 1e3);
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + address.getPort() : "[" + host + "]:" + address.getPort();
    }
}
