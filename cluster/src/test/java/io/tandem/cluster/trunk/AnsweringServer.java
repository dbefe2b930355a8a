package io.tandem.cluster.trunk;

import io.tandem.sip.message.Frame;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.StreamFramer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A peer over TCP or TLS that answers every request at once, as it is told to; status 0 is silence. */
final class AnsweringServer implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final BlockingQueue<SipRequest> received = new LinkedBlockingQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile int status = 200;

    /** @param port 0 for any free one */
    AnsweringServer(String address, int port, Optional<SSLContext> tls) throws IOException {
        ServerSocketFactory factory = tls.<ServerSocketFactory>map(SSLContext::getServerSocketFactory)
                .orElse(ServerSocketFactory.getDefault());
        server = factory.createServerSocket(port, 50, InetAddress.ofLiteral(address));
        if (server instanceof SSLServerSocket secure) {
            secure.setNeedClientAuth(true);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections so far that were opened, and secured where they are to be. */
    int accepted() {
        return accepted.get();
    }

    BlockingQueue<SipRequest> received() {
        return received;
    }

    void answer(int with) {
        status = with;
    }

    /** Closes what is open; new connections are taken. */
    void hangUp() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                // the loop looks whether it is
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (socket instanceof SSLSocket secure) {
                secure.startHandshake();
            }
            accepted.incrementAndGet();
            StreamFramer framer = new StreamFramer(ParseLimits.WIDE);
            byte[] chunk = new byte[65_536];
            for (int read = socket.getInputStream().read(chunk); read > 0; read = socket.getInputStream().read(chunk)) {
                Frame frame = framer.feed(chunk, 0, read);
                while (frame instanceof Frame.Message(byte[] bytes)) {
                    take(bytes, socket);
                    frame = framer.next();
                }
            }
        } catch (IOException gone) {
            // the gateway, or the test, has closed it or refused the handshake
        }
    }

    private void take(byte[] bytes, Socket socket) throws IOException {
        if (SipParser.parse(bytes) instanceof ParseResult.Parsed(var message)
                && message instanceof SipRequest request) {
            received.add(request);
            if (status != 0) {
                socket.getOutputStream().write(SipResponse.to(request, status).toTag("peer").build().toBytes());
                socket.getOutputStream().flush();
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }
}
