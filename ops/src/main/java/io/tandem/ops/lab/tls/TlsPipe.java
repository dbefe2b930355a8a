package io.tandem.ops.lab.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS between the bytes of a connection and those of its user. Holds no socket. What the user sends before the
 * handshake is over waits, as much as the bound allows; the far end's name is checked before the first of it leaves.
 */
public final class TlsPipe {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Who is at the two ends. The buffers are the pipe's own: to be emptied, or copied, before returning. */
    public interface Ends {
        void toNet(ByteBuffer bytes);

        void toUser(ByteBuffer bytes);

        /** The handshake is over and the far end is who it should be. @param session version and suite */
        void secured(String session);
    }

    private final TlsPeer peer;
    private final SSLEngine engine;
    private final Ends ends;
    private final int mostWaiting;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private ByteBuffer net;
    private ByteBuffer user;
    private ByteBuffer out;
    private int waitingBytes;
    private boolean secured;

    private TlsPipe(TlsPeer peer, SSLEngine engine, Ends ends, int mostWaiting) {
        this.peer = peer;
        this.engine = engine;
        this.ends = ends;
        this.mostWaiting = mostWaiting;
        SSLSession session = engine.getSession();
        net = ByteBuffer.allocate(session.getPacketBufferSize());
        user = ByteBuffer.allocate(session.getApplicationBufferSize());
        out = ByteBuffer.allocate(session.getPacketBufferSize());
    }

    /** The end that was connected to. @param mostWaiting bytes that may wait for the handshake */
    public static TlsPipe server(TlsPeer peer, Ends ends, int mostWaiting) {
        return new TlsPipe(peer, peer.server(), ends, mostWaiting);
    }

    /** The end that connects; speaks first, by {@link #start}. */
    public static TlsPipe client(TlsPeer peer, int port, Ends ends, int mostWaiting) {
        return new TlsPipe(peer, peer.client(port), ends, mostWaiting);
    }

    public void start() throws IOException {
        engine.beginHandshake();
        turn();
    }

    public boolean secured() {
        return secured;
    }

    /** Takes what came from the connection. @throws IOException when TLS refuses, after its alert went to the net */
    public void fromNet(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                int fits = Math.min(bytes.remaining(), net.remaining());
                if (fits == 0) {
                    throw new SSLException("a record larger than TLS has");
                }
                net.put(bytes.slice(bytes.position(), fits));
                bytes.position(bytes.position() + fits);
                turn();
            }
        } catch (SSLException refused) {
            alert();
            throw refused;
        }
    }

    /** Sends to the far end, at once or when the handshake is over. @throws IOException when too much waits for that */
    public void fromUser(byte[] bytes) throws IOException {
        if (secured) {
            wrapAll(ByteBuffer.wrap(bytes));
            return;
        }
        waitingBytes += bytes.length;
        if (waitingBytes > mostWaiting) {
            throw new IOException("too much waits for the TLS handshake");
        }
        waiting.add(bytes);
    }

    /** Tells the far end that nothing follows. */
    public void close() {
        engine.closeOutbound();
        alert();
    }

    /** The farewell that is left, if TLS can still say one. */
    private void alert() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && wrap(NOTHING)) {
                // until it has said all
            }
        } catch (SSLException nothingToSay) {
            // The connection is closed all the same.
        }
    }

    /** Does what TLS has to do next until it waits for the far end. */
    private void turn() throws IOException {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> work();
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> unwrap();
            };
        }
    }

    /** Signatures and key exchange, on this thread: a lab has few handshakes. */
    private boolean work() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return true;
    }

    private boolean unwrap() throws IOException {
        net.flip();
        SSLEngineResult result = engine.unwrap(net, user);
        net.compact();
        return switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> grewNet();
            case BUFFER_OVERFLOW -> {
                user = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() + user.capacity());
                yield true;
            }
            case CLOSED -> false; // the connection's end follows, and tells
            case OK -> {
                handOver();
                seen(result);
                yield result.bytesConsumed() > 0 || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                        || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
            }
        };
    }

    /** A record that is longer than the buffer, before the session knows its sizes; else the rest is to come. */
    private boolean grewNet() {
        int wanted = engine.getSession().getPacketBufferSize();
        if (net.hasRemaining() || wanted <= net.capacity()) {
            return false;
        }
        ByteBuffer larger = ByteBuffer.allocate(wanted);
        larger.put(net.flip());
        net = larger;
        return true;
    }

    private void handOver() {
        if (user.position() > 0) {
            user.flip();
            ends.toUser(user);
            user.clear();
        }
    }

    private void wrapAll(ByteBuffer bytes) throws SSLException {
        while (bytes.hasRemaining() && wrap(bytes)) {
            // the next record
        }
    }

    private boolean wrap(ByteBuffer bytes) throws SSLException {
        SSLEngineResult result = engine.wrap(bytes, out);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize() + out.capacity());
            return true;
        }
        if (out.position() > 0) {
            out.flip();
            ends.toNet(out);
            out.clear();
        }
        seen(result);
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    private void seen(SSLEngineResult result) throws SSLException {
        if (secured || result.getHandshakeStatus() != HandshakeStatus.FINISHED) {
            return;
        }
        SSLSession session = engine.getSession();
        Optional<String> stranger = peer.stranger(session);
        if (stranger.isPresent()) {
            engine.closeOutbound();
            throw new SSLException(stranger.get());
        }
        secured = true;
        ends.secured(session.getProtocol() + " " + session.getCipherSuite());
        for (byte[] one = waiting.poll(); one != null; one = waiting.poll()) {
            wrapAll(ByteBuffer.wrap(one));
        }
    }
}
