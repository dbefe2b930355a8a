package io.tandem.media.session;

import io.tandem.media.udp.LoopListener;
import java.io.IOException;

/** Told of the relay's troubles, on its loops' threads: count, never block, log the first and not each. */
public interface RelayListener extends LoopListener {
    RelayListener NONE = new RelayListener() {
    };

    /** The first packet that the system would not send for that end; further ones are only counted. */
    default void sendFailed(String sessionId, MediaEnd end, IOException cause) {}
}
