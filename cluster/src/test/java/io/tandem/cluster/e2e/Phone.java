package io.tandem.cluster.e2e;

import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** A SIP peer of the node in a test: a socket that sends what it is told and looks for what it is asked for. */
final class Phone implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final DatagramSocket socket;
    /** Came while something else was awaited. */
    private final List<SipMessage> unread = new ArrayList<>();

    Phone(int port) throws IOException {
        socket = new DatagramSocket(port, InetAddress.ofLiteral("127.0.0.1"));
    }

    int port() {
        return socket.getLocalPort();
    }

    /** To a node that is on 127.0.0.1. */
    void send(String message, int port) {
        send(message, "127.0.0.1", port);
    }

    void send(String message, String host, int port) {
        send(message.getBytes(StandardCharsets.UTF_8), host, port);
    }

    /** Answers where the request's Via says (RFC 3261 §18.2.2). */
    void answer(SipResponse response) {
        send(response.toBytes(), response.topVia().host(), response.topVia().port());
    }

    private void send(byte[] bytes, String host, int port) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length,
                    new InetSocketAddress(InetAddress.ofLiteral(host), port)));
        } catch (IOException unsendable) {
            throw new UncheckedIOException(unsendable);
        }
    }

    /** The next request of that method. */
    SipRequest request(SipMethod method) {
        return request(method, _ -> true);
    }

    /** The next of those that are meant: what a busy node sends again for another call is none. */
    SipRequest request(SipMethod method, Predicate<SipRequest> meant) {
        return (SipRequest) await(method.name(),
                message -> message instanceof SipRequest request && request.method().equals(method)
                        && meant.test(request));
    }

    /** The final response of that call to our request of that number. */
    SipResponse finalResponse(String callId, long cseq) {
        return (SipResponse) await("final response to " + cseq + " of " + callId,
                message -> message instanceof SipResponse response && response.finalResponse()
                        && response.callId().equals(callId) && response.cseq().number() == cseq);
    }

    /** What has come and nobody asked for, for a report. */
    List<SipMessage> unasked() {
        try {
            while (true) {
                unread.add(receive("more", System.nanoTime()));
            }
        } catch (AssertionError nothingMore) {
            return List.copyOf(unread);
        }
    }

    private SipMessage await(String what, Predicate<SipMessage> wanted) {
        for (Iterator<SipMessage> earlier = unread.iterator(); earlier.hasNext();) {
            SipMessage message = earlier.next();
            if (wanted.test(message)) {
                earlier.remove();
                return message;
            }
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            SipMessage message = receive(what, deadline);
            if (wanted.test(message)) {
                return message;
            }
            unread.add(message);
        }
        throw new AssertionError("no " + what + " came, but " + unread);
    }

    private SipMessage receive(String what, long deadline) {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            socket.receive(packet);
        } catch (SocketTimeoutException silence) {
            throw new AssertionError("no " + what + " came, but " + unread, silence);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        return switch (SipParser.parse(bytes)) {
            case ParseResult.Parsed(SipMessage message) -> message;
            case ParseResult.Malformed malformed -> throw new AssertionError(
                    malformed + ":\n" + new String(bytes, StandardCharsets.UTF_8));
            case ParseResult.KeepAlive _ -> throw new AssertionError("a keep-alive over UDP");
        };
    }

    @Override
    public void close() {
        socket.close();
    }
}
