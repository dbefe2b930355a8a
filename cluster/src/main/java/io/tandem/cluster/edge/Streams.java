package io.tandem.cluster.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.collection.LongObjectHashMap;
import io.tandem.cluster.edge.EdgeConfig.StreamLimits;
import io.tandem.cluster.edge.tls.HandshakeFault;
import io.tandem.port.EdgeListener;
import io.tandem.port.EdgeListener.Closing;
import io.tandem.port.EdgeListener.Limit;
import io.tandem.port.EdgeListener.TlsFailure;
import io.tandem.sip.message.Frame;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The stream connections of one loop, by their number and, those that we opened, by where they go. A target has one,
 * however many sends wait for it (TRAP-31). For the loop's own thread.
 */
final class Streams {
    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;
    private static final int SCRATCH_BYTES = 16 * 1024;

    private final EdgeLoop loop;
    private final LoopSet edge;
    private final int index;
    private final Class<? extends Channel> channelType;
    private final LongObjectHashMap<StreamConnection> byNumber = new LongObjectHashMap<>();
    private final Map<Flow, StreamConnection> byTarget = new HashMap<>();
    /** Connections, of any loop, that peers opened and want used for these targets: those that this loop would open. */
    private final Map<Flow, Long> aliases = new HashMap<>();
    private final List<StreamConnection> unflushed = new ArrayList<>();
    private final Mishaps mishaps = new Mishaps();
    private final NameQueue names;
    private byte[] scratch = new byte[SCRATCH_BYTES];
    private long opened;
    private boolean sweeping;

    Streams(EdgeLoop loop, LoopSet edge, int index, Class<? extends Channel> channelType) {
        this.loop = loop;
        this.edge = edge;
        this.index = index;
        this.channelType = channelType;
        this.names = new NameQueue(loop, edge, edge.config().streams().queuedMessages(), this::named);
    }

    /** Takes over a connection that a peer opened. On this loop. */
    void accept(LocalListener listener, Channel channel) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        if (remote == null) { // gone again already
            channel.close();
        } else if (!listener.sources().allows(remote.getAddress())) {
            metrics().sourceRefused(listener.name());
            channel.close();
        } else if (!edge.takeSource(remote.getAddress())) {
            metrics().overLimit(listener.name(), Limit.SOURCE_CONNECTIONS);
            channel.close();
        } else if (!edge.takeConnection()) {
            edge.freeSource(remote.getAddress());
            metrics().overLimit(listener.name(), Limit.CONNECTIONS);
            channel.close();
        } else if (listener.transport() == Transport.TLS && !edge.takeHandshake()) {
            edge.freeConnection();
            edge.freeSource(remote.getAddress());
            metrics().overLimit(listener.name(), Limit.HANDSHAKES);
            channel.close();
        } else {
            Flow flow = new Flow(listener.name(), listener.transport(), remote, nextNumber());
            if (listener.transport() == Transport.TLS) {
                channel.pipeline().addLast(edge.tls().server(listener.name(), remote, streamLimits().handshake()));
            }
            channel.pipeline().addLast(keep(new StreamConnection(this, flow, false)));
        }
    }

    /** Sends on the connection that the flow names while it lives, else on one that we open, or have open, to there. */
    void send(SipMessage message, Flow flow) {
        if (flow.connection() == 0) {
            sendTo(target(message, flow), message, flow, onward(message, flow));
            return;
        }
        EdgeLoop owner = edge.ownerOfConnection(flow.connection());
        if (owner != loop) {
            owner.loop().execute(() -> owner.streams().send(message, flow));
            return;
        }
        StreamConnection named = byNumber.get(flow.connection());
        if (named != null && named.serves(message)) {
            named.write(message, flow, Onward.NOWHERE);
        } else {
            sendTo(target(message, flow), message, flow, onward(message, flow));
        }
    }

    private Onward onward(SipMessage message, Flow flow) {
        return message instanceof SipRequest && flow.farName().isPresent() && edge.asksNames(flow)
                ? Onward.BY_NAME
                : Onward.NOWHERE;
    }

    private void sendTo(Flow target, SipMessage message, Flow flow, Onward onward) {
        EdgeLoop owner = edge.ownerOfTarget(target);
        if (owner != loop) {
            owner.loop().execute(() -> owner.streams().sendTo(target, message, flow, onward));
            return;
        }
        StreamConnection connection = byTarget.get(target);
        Long aliased = connection == null ? aliases.get(target) : null;
        if (aliased != null) {
            EdgeLoop its = edge.ownerOfConnection(aliased);
            onLoop(its, () -> its.streams().sendAliased(aliased, target, message, flow, onward));
            return;
        }
        if (connection == null && onward.ask()) {
            if (!names.ask(target, message, flow)) {
                sendFailed(message, flow, "too many messages wait for a name");
            }
            return;
        }
        if (connection == null && target.transport() == Transport.TLS && !edge.tls().securesTrunk(target.trunk())) {
            sendFailed(message, flow, "no trunk whose identity a connection there could show");
            return;
        }
        if (connection == null) {
            connection = open(target);
        }
        if (connection == null) {
            sendFailed(message, flow, "too many connections");
            return;
        }
        connection.write(message, flow, onward);
    }

    private void named(NameQueue.Waiting waiting, List<InetSocketAddress> found) {
        sendOnward(waiting.target(), waiting.message(), waiting.flow(), Onward.to(found, waiting.target().remote()));
    }

    /** By the same listener and as the same trunk, so to a far side that proves the same name as before. */
    private void sendOnward(Flow target, SipMessage message, Flow flow, Onward onward) {
        sendTo(target.toward(onward.first()), message, flow, onward.afterFirst());
    }

    private void sendAliased(long number, Flow target, SipMessage message, Flow flow, Onward onward) {
        StreamConnection named = byNumber.get(number);
        if (named != null) {
            named.write(message, flow, onward);
            return;
        }
        EdgeLoop owner = edge.ownerOfTarget(target);
        onLoop(owner, () -> {
            owner.streams().aliases.remove(target, number);
            owner.streams().sendTo(target, message, flow, onward);
        });
    }

    private void onLoop(EdgeLoop owner, Runnable work) {
        if (owner == loop) {
            work.run();
        } else {
            owner.loop().execute(work);
        }
    }

    /**
     * A request came in. One with {@code ;alias} says that requests to the address in its Via may come on this
     * connection (RFC 5923 §5); its certificate has said whose address that is.
     */
    void heard(SipRequest request, Flow flow) {
        StreamConnection connection = byNumber.get(flow.connection());
        if (connection == null || !connection.mayBeAliased() || !request.topVia().parameters().has("alias")) {
            return;
        }
        Flow target = Flow.to(flow.listener(), flow.transport(), sentBy(request, flow)).of(flow.trunk());
        connection.alias(target);
        EdgeLoop owner = edge.ownerOfTarget(target);
        onLoop(owner, () -> owner.streams().aliases.put(target, flow.connection()));
    }

    /** RFC 3261 §18.2.2: a response whose connection is gone goes to the source's address at the Via's port. */
    private Flow target(SipMessage message, Flow flow) {
        InetSocketAddress remote = message instanceof SipResponse && flow.connection() != 0
                ? sentBy(message, flow)
                : flow.remote();
        Flow target = Flow.to(flow.listener(), flow.transport(), remote);
        return flow.trunk().isEmpty() && flow.transport() == Transport.TLS
                ? target.of(edge.senderOf(target).map(Sources.Sender::peerGroup).orElse(""))
                : target.of(flow.trunk());
    }

    private static InetSocketAddress sentBy(SipMessage message, Flow flow) {
        int port = message.topVia().port();
        int standard = flow.transport() == Transport.TLS ? SIPS_PORT : SIP_PORT;
        return new InetSocketAddress(flow.remote().getAddress(), port < 0 ? standard : port);
    }

    /** Null when there are too many already. */
    private StreamConnection open(Flow target) {
        if (!edge.takeConnection()) {
            metrics().overLimit(target.listener(), Limit.CONNECTIONS);
            return null;
        }
        Flow flow = new Flow(target.listener(), target.transport(), target.remote(), nextNumber()).of(target.trunk());
        StreamConnection connection = keep(new StreamConnection(this, flow, true));
        byTarget.put(target, connection);
        LocalListener listener = edge.listener(target.listener());
        InetSocketAddress local = listener.local();
        Bootstrap bootstrap = new Bootstrap().group(loop.loop())
                .channel(channelType)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) streamLimits().connectTimeout().toMillis())
                .option(
                        ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.IP_TOS, listener.trafficClass())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK,
                        waterMark(streamLimits()))
                .handler(handlers(connection));
        loop.noticeDeath(bootstrap, streamLimits().unacknowledged());
        if (!local.getAddress().isAnyLocalAddress()) {
            bootstrap.localAddress(new InetSocketAddress(local.getAddress(), 0)); // TRAP-27
        }
        bootstrap.connect(target.remote()).addListener(connected -> {
            if (!connected.isSuccess()) {
                metrics().connectionClosed(target.listener(), Closing.CONNECT);
                if (target.transport() == Transport.TCP) {
                    edge.unreachable(target.remote());
                }
                forget(connection, connected.cause().getMessage());
            }
        });
        return connection;
    }

    private ChannelHandler handlers(StreamConnection connection) {
        Flow flow = connection.flow();
        if (flow.transport() != Transport.TLS) {
            return connection;
        }
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(edge.tls()
                                .client(flow.trunk(), channel.alloc(), flow.remote(),
                                        streamLimits().handshake()))
                        .addLast(connection);
            }
        };
    }

    /**
     * The trunk whose peer the other side has proved to be; "" where it need not; empty when it is nobody's. Asked of
     * those that we connect to as well: a resumed session shows no certificate in its handshake.
     */
    Optional<String> trunkOf(StreamConnection connection, SSLSession session) {
        Flow flow = connection.flow();
        Optional<Certificate> peer = certificate(session);
        if (peer.isEmpty() && !connection.outbound()) { // the listener does not insist
            return Optional.of("");
        }
        Optional<String> trunk = peer.flatMap(shown -> connection.outbound()
                ? Optional.of(flow.trunk()).filter(ours -> edge.tls().provesPeerOf(ours, shown))
                : senderShowing(shown, flow));
        if (trunk.isEmpty()) {
            handshakeFailed(connection, new HandshakeFault(TlsFailure.NAME, connection.outbound()
                    ? "the session's certificate is over, or has no name of trunk " + flow.trunk()
                    : "no trunk that allows this address has a peer of the certificate's names"));
        }
        return trunk;
    }

    private Optional<String> senderShowing(Certificate certificate, Flow flow) {
        return edge.listener(flow.listener())
                .sources()
                .senderAt(flow.remote(), group -> edge.tls().provesPeerOf(group, certificate))
                .map(Sources.Sender::peerGroup);
    }

    private static Optional<Certificate> certificate(SSLSession session) {
        try {
            return Optional.of(session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    void secured(StreamConnection connection, SSLSession session) {
        metrics().secured(connection.flow().listener(), connection.outbound(), session.getProtocol(),
                session.getCipherSuite());
    }

    void handshakeFailed(StreamConnection connection, HandshakeFault fault) {
        Flow flow = connection.flow();
        metrics().handshakeFailed(flow.listener(), connection.outbound(), fault.failure());
        edge.tls().handshakes().failed(flow.listener(), connection.outbound(), flow.remote(), fault);
    }

    /** An INVITE to a name is leaving that way. */
    void ledTo(SipRequest invite, Flow way) {
        edge.ledTo(new ClientTransactionId(invite.topVia().branch().orElse(""), invite.method()), way);
    }

    void freeHandshake() {
        edge.freeHandshake();
    }

    static WriteBufferWaterMark waterMark(StreamLimits limits) {
        return new WriteBufferWaterMark(limits.unreadBytes() / 2, limits.unreadBytes());
    }

    private StreamConnection keep(StreamConnection connection) {
        byNumber.put(connection.flow().connection(), connection);
        sweepLater();
        return connection;
    }

    private long nextNumber() {
        opened++;
        return opened * edge.loops().size() + index;
    }

    void opened(StreamConnection connection) {
        metrics().connectionOpened(connection.flow().listener(), connection.outbound());
    }

    void closed(StreamConnection connection, String reason) {
        metrics().connectionClosed(connection.flow().listener(), connection.closing());
        forget(connection, reason);
    }

    /** What was sent on it fails, and nothing else. */
    private void forget(StreamConnection connection, String reason) {
        Flow flow = connection.flow();
        if (byNumber.remove(flow.connection()) == null) {
            return;
        }
        edge.freeConnection();
        if (!connection.outbound()) {
            edge.freeSource(flow.remote().getAddress());
        }
        byTarget.remove(Flow.to(flow.listener(), flow.transport(), flow.remote()).of(flow.trunk()), connection);
        connection.alias().ifPresent(target -> {
            EdgeLoop owner = edge.ownerOfTarget(target);
            onLoop(owner, () -> owner.streams().aliases.remove(target, flow.connection()));
        });
        Set<Flow> failed = new HashSet<>(connection.users());
        for (StreamConnection.Waiting unsent : connection.unsent()) {
            if (unsent.onward().somewhere() && connection.closing() != Closing.STOPPED) {
                failed.remove(unsent.flow());
                later(connection, unsent);
            }
        }
        failed.forEach(user -> edge.transportFailed(user, reason));
    }

    /** Nothing of it has left: it goes to the next address of its name (RFC 3263 §4.3). */
    private void later(StreamConnection closed, StreamConnection.Waiting unsent) {
        Flow flow = closed.flow();
        Flow target = Flow.to(flow.listener(), flow.transport(), flow.remote()).of(flow.trunk());
        if (unsent.onward().ask()) {
            sendTo(target, unsent.message(), unsent.flow(), unsent.onward());
        } else {
            sendOnward(target, unsent.message(), unsent.flow(), unsent.onward());
        }
    }

    /** Connections are looked at now and then while there are any. */
    private void sweepLater() {
        if (!sweeping) {
            sweeping = true;
            StreamLimits limits = streamLimits();
            long shortest = Math.min(Math.min(limits.idle().toMillis(), limits.silent().toMillis()),
                    Math.min(limits.unfinished().toMillis(),
                            Math.min(limits.keepAlive().toMillis(), limits.pong().toMillis())));
            loop.loop().schedule(this::sweep, Math.max(shortest / 4, 10), TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        sweeping = false;
        long now = System.nanoTime();
        for (StreamConnection connection : new ArrayList<>(byNumber.values())) {
            connection.closeIfStale(now);
        }
        if (!byNumber.isEmpty()) {
            sweepLater();
        }
    }

    void closeAll() {
        for (StreamConnection connection : new ArrayList<>(byNumber.values())) {
            connection.close(Closing.STOPPED);
        }
    }

    void unflushed(StreamConnection connection) {
        unflushed.add(connection);
        loop.settle();
    }

    void flush() {
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
    }

    void tapped(boolean sent, byte[] wire, Flow flow, InetSocketAddress local) {
        loop.tapped(sent, wire, flow, local);
    }

    void take(byte[] bytes, Flow flow) {
        loop.take(bytes, flow);
    }

    /** Whether a connection's source may send more now; counted when it may not. */
    boolean admits(Flow flow) {
        boolean admitted = loop.admits(flow.remote().getAddress());
        if (!admitted) {
            metrics().sourceBlocked(flow.listener());
        }
        return admitted;
    }

    void broken(Frame.Broken broken, Flow flow) {
        loop.refuse(new ParseResult.Malformed(broken.problem(), broken.problem().status(), broken.reason(),
                broken.answerable(), true), flow);
    }

    void keepAlive(Flow flow) {
        metrics().keepAlive(flow.listener());
    }

    void overLimit(Flow flow, Limit limit) {
        metrics().overLimit(flow.listener(), limit);
    }

    void sendFailed(SipMessage message, Flow flow, String reason) {
        loop.sendFailed(message, flow, reason);
    }

    /** A message went nowhere; the closing of its connection tells the others. */
    void lost(Flow flow) {
        metrics().sendFailed(flow.listener());
    }

    Mishaps mishaps() {
        return mishaps;
    }

    byte[] scratch(int bytes) {
        if (bytes > scratch.length) {
            scratch = new byte[bytes];
        }
        return scratch;
    }

    StreamLimits streamLimits() {
        return edge.config().streams();
    }

    ParseLimits messageLimits() {
        return edge.config().messages();
    }

    private EdgeListener metrics() {
        return edge.metrics();
    }
}
