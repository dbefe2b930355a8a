package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.edge.EdgeConfig.StreamLimits;
import io.tandem.cluster.edge.EdgeLoops.Polling;
import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.TrunkRates;
import io.tandem.port.TrunkSetUp;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.TransactionSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An edge on free ports of the loopback, with calls that only record. */
final class EdgeFixture implements AutoCloseable {
    static final String UDP = "core-udp";
    static final String TCP = "core-tcp";

    final RecordingCalls calls = new RecordingCalls();
    final CountingListener counts = new CountingListener();
    final EdgeLoops loops;
    final SipEdgeHost edge;

    private EdgeFixture(EdgeLoops loops, EdgeConfig config) {
        this.loops = loops;
        this.edge = SipEdgeHost.create(config, loops, counts, counts);
        assertThat(edge.start(calls)).isInstanceOf(EdgeStart.Started.class);
    }

    static EdgeFixture start() {
        return start(1, Polling.best(), TransactionSettings.DEFAULT, StreamLimits.DEFAULT);
    }

    static EdgeFixture start(int loops, Polling polling, TransactionSettings transactions, StreamLimits streams) {
        return new EdgeFixture(EdgeLoops.start(loops, polling), config(transactions, streams));
    }

    /** With a trunk that has a rate, and so protected. */
    static EdgeFixture start(TrunkRates rates, EdgeConfig.Protection protection) {
        return start(rates, protection, TransactionSettings.DEFAULT);
    }

    static EdgeFixture start(TrunkRates rates, EdgeConfig.Protection protection, TransactionSettings transactions) {
        EdgeConfig open = config(transactions, StreamLimits.DEFAULT);
        PeerGroup trunk = open.groups().getFirst();
        PeerGroup limited = new PeerGroup(trunk.name(), trunk.side(), trunk.listeners(), trunk.transport(),
                trunk.defaultService(), trunk.services(), trunk.allowedSources(), trunk.peers(), trunk.security(),
                rates,
                trunk.numbers(), trunk.probing());
        return new EdgeFixture(EdgeLoops.start(1, Polling.best()), new EdgeConfig(open.edge(), open.listeners(),
                List.of(limited), open.transactions(), open.messages(), open.streams(), protection));
    }

    /** With a trunk whose calls come about so. */
    static EdgeFixture start(TrunkSetUp setUp) {
        EdgeConfig open = config(TransactionSettings.DEFAULT, StreamLimits.DEFAULT);
        PeerGroup trunk = open.groups().getFirst();
        PeerGroup other = new PeerGroup(trunk.name(), trunk.side(), trunk.listeners(), trunk.transport(),
                trunk.defaultService(), trunk.services(), trunk.allowedSources(), trunk.peers(), trunk.security(),
                trunk.rates(), trunk.numbers(), trunk.probing(), trunk.rules(), trunk.profile(), setUp);
        return new EdgeFixture(EdgeLoops.start(1, Polling.best()), new EdgeConfig(open.edge(), open.listeners(),
                List.of(other), open.transactions(), open.messages(), open.streams()));
    }

    /** With a trunk that has a peer with a name. */
    static EdgeFixture startWithNames(int loops) {
        EdgeConfig open = config(TransactionSettings.DEFAULT, StreamLimits.DEFAULT);
        PeerGroup trunk = open.groups().getFirst();
        PeerGroup named = new PeerGroup(trunk.name(), trunk.side(), trunk.listeners(), trunk.transport(),
                trunk.defaultService(), trunk.services(), trunk.allowedSources(),
                List.of(new Peer("core-1", new PeerAddress.Domain("example.com"), 0)));
        return new EdgeFixture(EdgeLoops.start(loops, Polling.best()), new EdgeConfig(open.edge(), open.listeners(),
                List.of(named), open.transactions(), open.messages(), open.streams()));
    }

    static EdgeConfig config(TransactionSettings transactions, StreamLimits streams) {
        return new EdgeConfig(4_711, List.of(listener(UDP, Transport.UDP), listener(TCP, Transport.TCP)),
                List.of(trunk("core", "127.0.0.1/32")), transactions, ParseLimits.DEFAULT, streams);
    }

    static EdgeConfig.Listener listener(String name, Transport transport) {
        return new EdgeConfig.Listener(name, transport, "127.0.0.1", 0, Optional.empty());
    }

    static PeerGroup trunk(String name, String source) {
        return new PeerGroup(name, Side.CORE, List.of(UDP, TCP), Transport.UDP, Optional.empty(), Set.of(),
                List.of(source), List.of(new Peer("core-1", "127.0.0.1", 5070)));
    }

    int udpPort() {
        return edge.advertised(UDP).port();
    }

    int tcpPort() {
        return edge.advertised(TCP).port();
    }

    UdpPeer udpPeer() {
        return new UdpPeer("127.0.0.1", udpPort());
    }

    @Override
    public void close() {
        edge.stop();
        loops.close();
    }
}
