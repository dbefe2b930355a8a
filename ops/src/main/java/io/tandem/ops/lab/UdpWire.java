package io.tandem.ops.lab;

import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent's SIP over UDP: one socket, one datagram a message (RFC 3261 §18). For the agent's thread. */
final class UdpWire implements Wire, Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(UdpWire.class);
    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int MESSAGES_PER_TURN = 64;

    private final String name;
    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final BiConsumer<SipMessage, Flow> onMessage;
    private final BiConsumer<Flow, String> onFailure;
    private final ByteBuffer in = ByteBuffer.allocate(LARGEST_DATAGRAM);
    private boolean complained;

    /** @param onFailure told of a flow on which sending failed, from inside {@link #send} */
    UdpWire(String name, InetSocketAddress bind, Selector selector, BiConsumer<SipMessage, Flow> onMessage,
            BiConsumer<Flow, String> onFailure) throws IOException {
        this.name = name;
        this.onMessage = onMessage;
        this.onFailure = onFailure;
        channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.bind(bind);
            channel.register(selector, SelectionKey.OP_READ, this);
            address = (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Flow flowTo(InetSocketAddress remote) {
        return Flow.to(name, Transport.UDP, remote);
    }

    @Override
    public void send(SipMessage message, Flow flow) {
        sendAgain(message.toBytes(), flow);
    }

    @Override
    public void sendAgain(byte[] wire, Flow flow) {
        try {
            channel.send(ByteBuffer.wrap(wire), flow.remote());
        } catch (IOException failed) {
            onFailure.accept(flow, String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public Via sentBy(Flow flow, String branch) {
        String host = UaMessages.bracketed(address.getAddress().getHostAddress());
        return Via.of("UDP", host, address.getPort(), branch);
    }

    @Override
    public void receive() {
        try {
            for (int i = 0; i < MESSAGES_PER_TURN; i++) {
                in.clear();
                if (!(channel.receive(in) instanceof InetSocketAddress source)) {
                    return;
                }
                take(SipParser.parse(in.array(), 0, in.position(), ParseLimits.WIDE), source);
            }
        } catch (IOException failed) {
            complain("receiving failed", failed.getMessage());
        }
    }

    private void take(ParseResult result, InetSocketAddress source) {
        switch (result) {
            case ParseResult.Parsed(var message) -> onMessage.accept(message, flowTo(source));
            case ParseResult.Malformed malformed -> complain("a message that cannot be read", malformed.reason());
            case ParseResult.KeepAlive() -> {
                // Nothing to say to it (RFC 5626 §3.5.1 wants an answer on streams only).
            }
        }
    }

    /** Once: a peer that sends such things sends many. */
    private void complain(String what, String why) {
        if (!complained) {
            complained = true;
            LOG.warn("{}: {}: {}", name, what, why);
        }
    }

    @Override
    public void sweep(long nowNanos) {
        // Nothing waits on datagrams.
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
