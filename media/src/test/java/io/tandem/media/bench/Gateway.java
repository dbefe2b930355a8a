package io.tandem.media.bench;

import io.tandem.media.keys.MasterKey;
import java.io.IOException;
import java.util.Optional;

/** What is measured: a process of its own that calls can be opened in. For one thread. */
interface Gateway extends AutoCloseable {

    /**
     * A call to open.
     *
     * @param id of this call, never used before
     * @param kind what is done to its speech
     * @param corePort where the core's side sends from and hears, at the load's address
     * @param mpsPort the same of Microsoft's side
     * @param mpsKey what Microsoft's side protects with, of a secured case
     */
    record Call(String id, MediaCase kind, int corePort, int mpsPort, Optional<MasterKey> mpsKey) {}

    /**
     * A call that is open.
     *
     * @param corePort where the core's side sends to, at the gateway's address
     * @param mpsPort the same of Microsoft's side
     * @param gatewayKey what the gateway protects with towards Microsoft's side, of a secured case
     */
    record Opened(int corePort, int mpsPort, Optional<MasterKey> gatewayKey) {}

    /** As figures are named after it. */
    String name();

    /** IPv4, on loopback. */
    String address();

    long pid();

    /** @throws IOException when it does not do so, with what it said */
    Opened open(Call call) throws IOException;

    /** Ends all that are open. */
    void closeCalls() throws IOException;

    /** Ends the process. */
    @Override
    void close();
}
