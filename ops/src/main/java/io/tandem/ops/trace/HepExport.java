package io.tandem.ops.trace;

import io.tandem.call.CallListener;
import io.tandem.port.CallId;
import io.tandem.sip.message.SipMessage;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends chosen messages to Homer as HEPv3 over UDP. What does not go is counted and forgotten. */
final class HepExport implements TraceSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HepExport.class);

    private final HepSettings settings;
    private final CallChoice choice;
    private final DatagramChannel channel;
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private boolean failing;

    private HepExport(HepSettings settings, DatagramChannel channel) {
        this.settings = settings;
        this.choice = new CallChoice(settings.trunks(), settings.numberPrefixes(), settings.percent());
        this.channel = channel;
    }

    static HepExport open(HepSettings settings) throws IOException {
        DatagramChannel channel = DatagramChannel.open(settings.collector().getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false); // a full buffer loses, it does not wait
            channel.connect(settings.collector());
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
        return new HepExport(settings, channel);
    }

    @Override
    public void accept(Optional<CallId> call, Optional<SipMessage> message, SeenMessage seen) {
        if (choice.takes(call, message)) {
            HepPacket.of(seen, call, settings.captureId(), settings.key())
                    .ifPresentOrElse(this::send,
                            dropped::increment);
        }
    }

    private void send(ByteBuffer packet) {
        try {
            if (channel.write(packet) > 0) {
                sent.increment();
                failing = false;
            } else {
                dropped.increment();
            }
        } catch (IOException unsendable) { // nobody listens there, as a rule
            dropped.increment();
            if (!failing) {
                failing = true;
                LOG.warn("HEP packets do not reach {}: {}", settings.collector(), unsendable.getMessage());
            }
        }
    }

    /** Who has to be told of calls before their messages are seen; empty when it does not matter what they are. */
    Optional<CallListener> calls() {
        return choice.calls();
    }

    long sent() {
        return sent.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
