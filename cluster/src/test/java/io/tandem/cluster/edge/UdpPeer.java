package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A peer with a socket of its own, that sends what it is told and keeps nothing. */
final class UdpPeer implements AutoCloseable {
    private final DatagramSocket socket;
    private final InetSocketAddress gateway;
    private InetSocketAddress lastSource;

    UdpPeer(String address, int gatewayPort) {
        this(address, 0, gatewayPort);
    }

    /** @param port its own; 0 for one that the system chooses */
    UdpPeer(String address, int port, int gatewayPort) {
        try {
            socket = new DatagramSocket(port, InetAddress.ofLiteral(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gateway = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), gatewayPort);
    }

    int port() {
        return socket.getLocalPort();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void send(String message) {
        send(message.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] message) {
        try {
            socket.send(new DatagramPacket(message, message.length, gateway));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message, which is well-formed. */
    SipMessage receive() {
        byte[] bytes = receiveBytes(5_000);
        assertThat(bytes).as("a message from the gateway").isNotNull();
        ParseResult result = SipParser.parse(bytes);
        assertThat(result).as(new String(bytes, StandardCharsets.UTF_8)).isInstanceOf(ParseResult.Parsed.class);
        return ((ParseResult.Parsed) result).message();
    }

    /** Whether the gateway stays silent that long. */
    boolean hearsNothingFor(int millis) {
        return receiveBytes(millis) == null;
    }

    InetSocketAddress lastSource() {
        return lastSource;
    }

    /** The next datagram as text. */
    String receiveText() {
        byte[] bytes = receiveBytes(5_000);
        assertThat(bytes).as("a message from the gateway").isNotNull();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private byte[] receiveBytes(int timeoutMillis) {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            socket.setSoTimeout(timeoutMillis);
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lastSource = (InetSocketAddress) packet.getSocketAddress();
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Override
    public void close() {
        socket.close();
    }
}
