package io.tandem.ops.lab;

import io.tandem.media.codec.G711;
import io.tandem.media.sdp.Codec;
import io.tandem.media.session.Protection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What one call says and hears, and the socket for it. For the agent's thread. */
interface CallMedia extends AutoCloseable {

    /**
     * The far end is there: it speaks that codec. A further agreement goes on where the first one was.
     *
     * @param speaks false on hold: nothing is said until the next agreement
     */
    void agreed(Codec codec, InetSocketAddress remote, boolean speaks);

    /** From now on its packets are protected, and what is not is not heard. The same keys again change nothing. */
    void protect(Protection keys);

    void hush(boolean nothingIsSaid);

    /**
     * Sends the next 20 ms, or lets them pass. What the system has no room for is lost, as UDP may.
     *
     * @param dueNanos when it should be sent, by {@link System#nanoTime}
     */
    void speak(long dueNanos) throws IOException;

    /** Hears what is there, without waiting. */
    void receive();

    /** What was said and heard; empty when the call was not answered, or has packets that tell of themselves. */
    default Optional<CallReport.Speech> speech() {
        return Optional.empty();
    }

    /** The same of such packets. */
    default Optional<CallReport.Stamped> stamped() {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;

    static G711 law(Codec codec) {
        return codec.sameEncoding(Codec.PCMU) ? G711.MU_LAW : G711.A_LAW;
    }
}
