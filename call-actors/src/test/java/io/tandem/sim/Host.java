package io.tandem.sim;

import io.tandem.sip.message.SipMessage;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.MessageSender;
import io.tandem.sip.transaction.TransactionLayer;
import io.tandem.sip.transaction.TransactionListener;
import io.tandem.sip.transaction.TransactionSettings;
import io.tandem.sip.transaction.TransactionUser;
import java.net.InetSocketAddress;

/** Somebody on the network with a transaction layer. */
abstract class Host implements TransactionUser, MessageSender {
    private final World world;
    private TransactionLayer layer;
    private long deadlineNanos = Long.MAX_VALUE;
    private boolean used;

    Host(World world) {
        this.world = world;
    }

    final World world() {
        return world;
    }

    /** A new layer, which knows nothing of what the one before did. */
    final void open(long edge, TransactionSettings settings) {
        layer = new TransactionLayer(edge, settings, this, this, TransactionListener.NONE);
        deadlineNanos = Long.MAX_VALUE;
    }

    final void close() {
        layer = null;
        deadlineNanos = Long.MAX_VALUE;
    }

    final boolean isOpen() {
        return layer != null;
    }

    final TransactionLayer layer() {
        used = true;
        return layer;
    }

    /** Fires what is due; says when to come again. */
    final long advance() {
        if (layer != null && (used || deadlineNanos <= now())) {
            used = false;
            TransactionLayer advanced = layer;
            long next = advanced.advance(now());
            deadlineNanos = layer == advanced ? next : Long.MAX_VALUE;
        }
        return deadlineNanos;
    }

    final long now() {
        return world.time().nanos();
    }

    final int transactionsLeft() {
        return layer == null ? 0 : layer.clientTransactions() + layer.serverTransactions();
    }

    boolean isUp() {
        return true;
    }

    abstract void receive(SipMessage message, InetSocketAddress from, InetSocketAddress to);

    @Override
    public final void send(SipMessage message, Flow flow) {
        sendAgain(message.toBytes(), flow);
    }

}
