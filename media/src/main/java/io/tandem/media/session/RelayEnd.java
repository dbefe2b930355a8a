package io.tandem.media.session;

import static io.tandem.media.session.EndFigures.JITTER_SIXTEENTHS;
import static io.tandem.media.session.EndFigures.OCTETS_RECEIVED;
import static io.tandem.media.session.EndFigures.OCTETS_SENT;
import static io.tandem.media.session.EndFigures.PACKETS_DROPPED;
import static io.tandem.media.session.EndFigures.PACKETS_LOST;
import static io.tandem.media.session.EndFigures.PACKETS_OUT_OF_ORDER;
import static io.tandem.media.session.EndFigures.PACKETS_RECEIVED;
import static io.tandem.media.session.EndFigures.PACKETS_REFUSED;
import static io.tandem.media.session.EndFigures.PACKETS_SENT;
import static io.tandem.media.session.EndFigures.RTCP_RECEIVED;
import static io.tandem.media.session.EndFigures.RTCP_SENT;

import io.tandem.media.rtp.Reception;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.rtp.Rtcp;
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

    private final String sessionId;
    private final MediaEnd end;
    private final LocalPair local;
    private final RelayListener listener;
    private final BooleanSupplier mayRelay;
    private final EndFigures figures = new EndFigures();
    private final EndFigures totals;
    private final Latch latch = new Latch();
    private final Reception reception = new Reception();
    private RelayEnd other;
    private boolean sendFailed;
    private RemoteAddresses describedBefore = RemoteAddresses.UNKNOWN;
    private volatile RemoteAddresses described = RemoteAddresses.UNKNOWN;
    private volatile int clockRateHz = DEFAULT_CLOCK_RATE_HZ;
    private volatile InetSocketAddress latchedTo;

    /** @param mayRelay whether the address is still ours to speak for */
    RelayEnd(String sessionId, MediaEnd end, LocalPair local, EndFigures totals, RelayListener listener,
            BooleanSupplier mayRelay) {
        this.mayRelay = mayRelay;
        this.sessionId = sessionId;
        this.end = end;
        this.local = local;
        this.totals = totals;
        this.listener = listener;
        local.rtp().handler(this::rtpReceived);
        local.rtcp().handler((packet, source, _) -> rtcpReceived(packet, source));
    }

    void relayTo(RelayEnd other) {
        this.other = other;
    }

    LocalPair local() {
        return local;
    }

    /** From any thread; the loop takes it in with the next packet. */
    void describe(DescribeRemote order) {
        if (order.clockRateHz() > 0) {
            clockRateHz = order.clockRateHz();
        }
        described = RemoteAddresses.of(order, local.rtp());
    }

    private void rtpReceived(ByteBuffer packet, InetSocketAddress source, long receivedNanos) {
        takeDescription();
        if (!mayRelay.getAsBoolean() || packet.limit() > MAX_PACKET_BYTES || !RtpPacket.isRtp(packet)
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
        other.sendRtp(packet, octets);
    }

    private void rtcpReceived(ByteBuffer packet, InetSocketAddress source) {
        takeDescription();
        if (!mayRelay.getAsBoolean() || packet.limit() > MAX_PACKET_BYTES || !Rtcp.isRtcp(packet)
                || !latch.admitsRtcp(source)) {
            refused();
            return;
        }
        figures.add(RTCP_RECEIVED, 1);
        other.sendRtcp(packet);
    }

    private void sendRtp(ByteBuffer packet, int octets) {
        takeDescription();
        if (sent(local.rtp(), packet, latch.rtpTarget())) {
            figures.add(PACKETS_SENT, 1);
            figures.add(OCTETS_SENT, octets);
        }
    }

    private void sendRtcp(ByteBuffer packet) {
        takeDescription();
        if (sent(local.rtcp(), packet, latch.rtcpTarget())) {
            figures.add(RTCP_SENT, 1);
        }
    }

    private boolean sent(UdpSocket socket, ByteBuffer packet, InetSocketAddress target) {
        boolean sent = target != null && trySend(socket, packet, target);
        if (sent) {
            totals.add(PACKETS_SENT, 1);
        } else {
            totals.add(PACKETS_DROPPED, 1);
        }
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

    private void refused() {
        figures.add(PACKETS_REFUSED, 1);
        totals.add(PACKETS_REFUSED, 1);
    }

    private void takeDescription() {
        RemoteAddresses now = described;
        if (now != describedBefore) {
            describedBefore = now;
            latch.describe(now);
            if (!latch.latched()) {
                latchedTo = null;
            }
        }
    }

    /** From any thread. */
    SessionStats.EndStats stats() {
        InetSocketAddress latched = latchedTo;
        InetSocketAddress remote = latched != null ? latched : described.rtp();
        return new SessionStats.EndStats(text(local.rtp().localAddress()), remote == null ? "" : text(remote),
                latched != null, figures.get(PACKETS_RECEIVED), figures.get(OCTETS_RECEIVED),
                figures.get(PACKETS_SENT), figures.get(OCTETS_SENT), figures.get(PACKETS_LOST),
                figures.get(PACKETS_OUT_OF_ORDER), figures.get(PACKETS_REFUSED),
                Reception.jitterMillis(figures.get(JITTER_SIXTEENTHS), clockRateHz), figures.get(RTCP_RECEIVED),
                figures.get(RTCP_SENT));
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + address.getPort() : "[" + host + "]:" + address.getPort();
    }
}
