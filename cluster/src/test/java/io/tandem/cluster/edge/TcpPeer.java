package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.Frame;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.StreamFramer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A peer's end of a stream connection. */
final class TcpPeer implements AutoCloseable {
    private final Socket socket;
    private final StreamFramer framer = new StreamFramer(ParseLimits.WIDE);
    private final byte[] chunk = new byte[65_536];

    private TcpPeer(Socket socket) {
        this.socket = socket;
    }

    static TcpPeer connect(int port) {
        try {
            Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
            socket.setTcpNoDelay(true);
            return new TcpPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next connection that the gateway opens. */
    static TcpPeer accept(ServerSocket server) {
        try {
            server.setSoTimeout(5_000);
            return new TcpPeer(server.accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same over TLS, the handshake done. */
    static TcpPeer connect(int port, SSLContext context) {
        return connect(port, context, Optional.empty());
    }

    /** @param host what the hello asks for */
    static TcpPeer connect(int port, SSLContext context, Optional<String> host) {
        try {
            SSLSocket socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(InetAddress.ofLiteral("127.0.0.1"),
                            port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(5_000);
            SSLParameters parameters = socket.getSSLParameters();
            host.ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new TcpPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A socket for the gateway to connect to by TLS; it asks for a certificate. */
    static ServerSocket listen(int port, SSLContext context) {
        try {
            SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
                    .createServerSocket(port, 50,
                            InetAddress.ofLiteral("127.0.0.1"));
            server.setNeedClientAuth(true);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The subject of the certificate that the gateway shows. */
    String gatewayName() {
        try {
            X509Certificate shown = (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        } catch (SSLPeerUnverifiedException e) {
            throw new UncheckedIOException(e);
        }
    }

    BigInteger gatewaySerial() {
        try {
            return ((X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0]).getSerialNumber();
        } catch (SSLPeerUnverifiedException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A socket for the gateway to connect to. */
    static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    int gatewayPort() {
        return socket.getPort();
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One byte of them; false when the gateway has closed the connection. */
    boolean sent(byte[] bytes, int at) {
        try {
            socket.getOutputStream().write(bytes, at, 1);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    SipMessage receive() {
        ParseResult result = SipParser.parse(receiveBytes());
        assertThat(result).isInstanceOf(ParseResult.Parsed.class);
        return ((ParseResult.Parsed) result).message();
    }

    /** The next message, read or not: an answer repeats what was wrong with its request. */
    byte[] receiveBytes() {
        Frame frame = framer.next();
        while (frame instanceof Frame.NeedMore) {
            int read = read();
            assertThat(read).as("bytes from the gateway").isPositive();
            frame = framer.feed(chunk, 0, read);
        }
        assertThat(frame).isInstanceOf(Frame.Message.class);
        return ((Frame.Message) frame).bytes();
    }

    /** Raw bytes as text: what is no message. */
    String receiveText() {
        int read = read();
        return read < 0 ? "" : new String(chunk, 0, read, StandardCharsets.UTF_8);
    }

    /** Reads on until the gateway closes the connection. */
    boolean isClosedByGateway() {
        int read = read();
        while (read > 0) {
            read = read();
        }
        return read == -1;
    }

    /** -1 at the end, -2 when nothing came in time. */
    private int read() {
        try {
            socket.setSoTimeout(5_000);
            return socket.getInputStream().read(chunk);
        } catch (SocketTimeoutException e) {
            return -2;
        } catch (IOException e) {
            return -1; // a reset is an end too
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
