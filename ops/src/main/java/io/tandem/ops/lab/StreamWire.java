package io.tandem.ops.lab;

import io.tandem.ops.lab.tls.TlsPeer;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.ServiceName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent's SIP over TCP or TLS. An answer goes out on the connection by which its request came, while it lives; requests
 * to one place share one connection, which is opened again when it has closed (RFC 3261 §18). For the agent's thread.
 */
final class StreamWire implements Wire, Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(StreamWire.class);
    private static final int MOST_CONNECTIONS = 256;
    private static final int READ_BYTES = 32 * 1024;
    /** TRAP-31: from its beginning to the end of its handshake. */
    private static final long OPENING_NANOS = 10_000_000_000L;

    private final String name;
    private final Signalling signalling;
    private final Selector selector;
    private final ServerSocketChannel listening;
    private final InetSocketAddress address;
    private final Observations seen;
    private final BiConsumer<SipMessage, Flow> onMessage;
    private final BiConsumer<Flow, String> onFailure;
    private final ByteBuffer scratch = ByteBuffer.allocate(READ_BYTES);
    private final Map<Long, StreamLink> byNumber = new HashMap<>();
    private final Map<InetSocketAddress, StreamLink> kept = new HashMap<>();
    private long numbers;
    private boolean closed;

    /** @param onFailure told of a flow on which sending failed, also from inside {@link #send} */
    StreamWire(AgentSettings settings, Selector selector, Observations seen, BiConsumer<SipMessage, Flow> onMessage,
            BiConsumer<Flow, String> onFailure) throws IOException {
        this.name = settings.name();
        this.signalling = settings.signalling();
        this.selector = selector;
        this.seen = seen;
        this.onMessage = onMessage;
        this.onFailure = onFailure;
        listening = ServerSocketChannel.open();
        try {
            listening.configureBlocking(false);
            listening.bind(settings.sip());
            listening.register(selector, SelectionKey.OP_ACCEPT, this);
            address = (InetSocketAddress) listening.getLocalAddress();
        } catch (IOException | RuntimeException refused) {
            listening.close();
            throw refused;
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    Optional<TlsPeer> tls() {
        return signalling.tls();
    }

    @Override
    public Flow flowTo(InetSocketAddress remote) {
        return Flow.to(name, signalling.transport(), remote);
    }

    @Override
    public void send(SipMessage message, Flow flow) {
        switch (message) {
            case SipRequest request -> send(request.toBytes(), flow, true);
            case SipResponse response -> send(response.toBytes(), wayBack(response.topVia(), flow), false);
        }
    }

    /** RFC 3261 §18.2.2: an answer whose connection is gone goes to the source's address, at the port in the Via. */
    private Flow wayBack(Via via, Flow arrival) {
        if (arrival.connection() == 0 || byNumber.containsKey(arrival.connection())) {
            return arrival;
        }
        int port = via.port() > 0 ? via.port() : ServiceName.defaultPort(signalling.transport());
        return flowTo(new InetSocketAddress(arrival.remote().getAddress(), port));
    }

    @Override
    public void sendAgain(byte[] wire, Flow flow) {
        if (SipParser.parse(wire) instanceof ParseResult.Parsed(var message)) { // rare: a 2xx without its ACK
            send(message, flow);
        }
    }

    private void send(byte[] wire, Flow flow, boolean request) {
        StreamLink link = flow.connection() > 0 ? byNumber.get(flow.connection()) : kept.get(flow.remote());
        if (link == null && flow.connection() > 0) {
            onFailure.accept(flow, "the connection is gone");
            return;
        }
        try {
            StreamLink there = link == null ? open(flow.remote()) : link;
            there.send(wire, flow, request);
        } catch (IOException refused) {
            onFailure.accept(flow, String.valueOf(refused.getMessage()));
        }
    }

    private StreamLink open(InetSocketAddress remote) throws IOException {
        if (byNumber.size() >= MOST_CONNECTIONS) {
            throw new IOException("too many connections");
        }
        StreamLink link = keep(SocketChannel.open(), remote, true);
        kept.put(remote, link);
        link.connect();
        return link;
    }

    private StreamLink keep(SocketChannel channel, InetSocketAddress remote, boolean outgoing) throws IOException {
        long number = ++numbers;
        try {
            StreamLink link = new StreamLink(this, channel, selector,
                    new Flow(name, signalling.transport(), remote, number), outgoing);
            byNumber.put(number, link);
            return link;
        } catch (IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    /** Takes who connects. */
    @Override
    public void receive() {
        try {
            for (SocketChannel one = listening.accept(); one != null; one = listening.accept()) {
                if (byNumber.size() >= MOST_CONNECTIONS) {
                    one.close();
                    broken("a connection over the bound of " + MOST_CONNECTIONS);
                } else {
                    keep(one, (InetSocketAddress) one.getRemoteAddress(), false);
                }
            }
        } catch (IOException failed) {
            broken("accepting failed: " + failed.getMessage());
        }
    }

    ByteBuffer scratch() {
        return scratch;
    }

    void take(byte[] message, Flow flow) {
        switch (SipParser.parseOwned(message, ParseLimits.WIDE)) {
            case ParseResult.Parsed(var parsed) -> onMessage.accept(parsed, flow);
            case ParseResult.Malformed malformed -> broken("a message that cannot be read: " + malformed.reason());
            case ParseResult.KeepAlive() -> {
                // Nothing to say to it.
            }
        }
    }

    void secured(StreamLink link, String session) {
        seen.sawSecured(session + (link.outgoing() ? ", opened by us" : ", opened by the gateway"));
    }

    /** @param inOrder whether it was open and nothing was wrong with it */
    void closed(StreamLink link, String why, boolean inOrder) {
        byNumber.remove(link.flow().connection(), link);
        kept.remove(link.flow().remote(), link);
        if (!inOrder && !closed) {
            broken((link.outgoing() ? "the connection to " : "a connection from ")
                    + link.flow().remote().getAddress().getHostAddress() + ": " + why);
        }
        List.copyOf(link.users()).forEach(flow -> onFailure.accept(flow, why));
    }

    private void broken(String what) {
        if (seen.broken().isEmpty()) {
            LOG.warn("{}: {}", name, what); // once: a peer that does such things does many
        }
        seen.sawBroken(what);
    }

    @Override
    public void sweep(long nowNanos) {
        for (StreamLink link : List.copyOf(byNumber.values())) {
            if (!link.ready() && nowNanos - link.startedNanos() > OPENING_NANOS) {
                link.close("not open in time");
            }
        }
    }

    @Override
    public Via sentBy(Flow flow, String branch) {
        String host = signalling.host().isEmpty()
                ? UaMessages.bracketed(address.getAddress().getHostAddress())
                : signalling.host();
        return Via.of(signalling.transport().name(), host, address.getPort(), branch);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        List.copyOf(byNumber.values()).forEach(link -> link.close("the agent was closed"));
        listening.close();
    }
}
