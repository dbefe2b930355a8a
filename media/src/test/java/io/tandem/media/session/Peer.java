package io.tandem.media.session;

import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.srtp.SrtpSender;
import io.tandem.media.srtp.Verdict;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A peer on loopback that sends and awaits single datagrams. */
final class Peer implements AutoCloseable {
    static final int PAYLOAD_BYTES = 160;
    private static final int MOST_TAG_BYTES = 16;
    private final DatagramSocket socket;
    private final byte[] bytes = new byte[4_096];
    private final DatagramPacket incoming = new DatagramPacket(bytes, bytes.length);
    private final ByteBuffer outgoing = ByteBuffer
            .allocate(RtpPacket.FIXED_HEADER_BYTES + PAYLOAD_BYTES + MOST_TAG_BYTES);
    private int sequenceNumber;

    Peer(String address) throws IOException {
        this(address, 3_000);
    }

    Peer(String address, int patienceMillis) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        socket.setSoTimeout(patienceMillis);
    }

    int port() {
        return socket.getLocalPort();
    }

    void sendRtp(OpenResult.LocalMedia to) throws IOException {
        write();
        send(Arrays.copyOf(outgoing.array(), outgoing.limit()), to.address(), to.rtpPort());
    }

    /** The same as SRTP. */
    void sendRtp(OpenResult.LocalMedia to, SrtpSender protection) throws IOException {
        write();
        if (protection.protectRtp(outgoing) != Verdict.GENUINE) {
            throw new IllegalStateException("not to be sent");
        }
        send(Arrays.copyOf(outgoing.array(), outgoing.limit()), to.address(), to.rtpPort());
    }

    private void write() {
        outgoing.clear();
        RtpPacket.writeHeader(outgoing, false, 0, sequenceNumber & 0xffff, sequenceNumber * 160, 77);
        sequenceNumber++;
        outgoing.position(0).limit(RtpPacket.FIXED_HEADER_BYTES + PAYLOAD_BYTES);
    }

    void skip(int packets) {
        sequenceNumber += packets;
    }

    void send(byte[] datagram, String address, int port) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, InetAddress.ofLiteral(address), port));
    }

    /** The length of the next datagram; -1 when none comes in time. */
    int receive() throws IOException {
        incoming.setLength(bytes.length);
        try {
            socket.receive(incoming);
            return incoming.getLength();
        } catch (SocketTimeoutException _) {
            return -1;
        }
    }

    /** The next datagram; fails when none comes in time. */
    byte[] received() throws IOException {
        int length = receive();
        if (length < 0) {
            throw new AssertionError("nothing came");
        }
        return Arrays.copyOf(bytes, length);
    }

    /** Takes a datagram if one is there, or comes at once. */
    boolean takesOne() throws IOException {
        int patienceMillis = socket.getSoTimeout();
        socket.setSoTimeout(1);
        try {
            return receive() >= 0;
        } finally {
            socket.setSoTimeout(patienceMillis);
        }
    }

    /** The datagram that {@link #receive} has taken. */
    ByteBuffer last() {
        return ByteBuffer.wrap(bytes, 0, incoming.getLength());
    }

    int senderPort() {
        return incoming.getPort();
    }

    @Override
    public void close() {
        socket.close();
    }
}
