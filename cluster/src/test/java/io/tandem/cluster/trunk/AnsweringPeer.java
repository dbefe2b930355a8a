package io.tandem.cluster.trunk;

import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A peer over UDP that answers every request at once, as it is told to; status 0 is silence. */
public final class AnsweringPeer implements AutoCloseable {
    private final DatagramSocket socket;
    private final BlockingQueue<SipRequest> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<SipResponse> responses = new LinkedBlockingQueue<>();
    private volatile int toOptions;
    private volatile int toOthers;

    /** @param port 0 for any free one */
    public AnsweringPeer(String address, int port, int toOptions, int toOthers) throws IOException {
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        this.toOptions = toOptions;
        this.toOthers = toOthers;
        Thread.ofVirtual().start(this::run);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public void answerOptions(int status) {
        toOptions = status;
    }

    public void answerOthers(int status) {
        toOthers = status;
    }

    public BlockingQueue<SipRequest> received() {
        return received;
    }

    BlockingQueue<SipResponse> responses() {
        return responses;
    }

    void send(byte[] wire, InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(wire, wire.length, to));
    }

    private void run() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                take(Arrays.copyOf(buffer, packet.getLength()), packet);
            } catch (IOException closed) {
                // the loop looks whether it is
            }
        }
    }

    private void take(byte[] bytes, DatagramPacket packet) throws IOException {
        if (!(SipParser.parse(bytes) instanceof ParseResult.Parsed(var message))) {
            return;
        }
        switch (message) {
            case SipResponse response -> responses.add(response);
            case SipRequest request -> {
                received.add(request);
                int status = request.method().equals(SipMethod.OPTIONS) ? toOptions : toOthers;
                if (status != 0 && !request.method().equals(SipMethod.ACK)) {
                    byte[] answer = SipResponse.to(request, status).toTag("peer").build().toBytes();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
