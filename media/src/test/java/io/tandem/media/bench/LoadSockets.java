package io.tandem.media.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The sockets of both sides: few, so that many packets leave or come by one system call; calls are told apart by the gateway's ports. */
final class LoadSockets implements AutoCloseable {
    static final String ADDRESS = "127.0.0.61";
    static final int PER_SIDE = 8;
    private static final int CORE_PORT = 10_000;
    private static final int MPS_PORT = 11_000;
    /** What comes in a few hundredths of a second; the system may allow less. */
    private static final int BUFFER_BYTES = 4 << 20;

    private final Libc libc;
    private final List<Integer> all = new ArrayList<>();
    private final int[] core = new int[PER_SIDE];
    private final int[] mps = new int[PER_SIDE];

    /** @throws IOException when a port is taken: another of these runs */
    LoadSockets(Libc libc) throws IOException {
        this.libc = libc;
        InetAddress host = InetAddress.ofLiteral(ADDRESS);
        for (int i = 0; i < PER_SIDE; i++) {
            core[i] = bound(host, corePort(i));
            mps[i] = bound(host, mpsPort(i));
            // Reports are nobody's business here, but answers that nobody is there would be work for both.
            bound(host, corePort(i) + 1);
            bound(host, mpsPort(i) + 1);
        }
    }

    private int bound(InetAddress host, int port) throws IOException {
        MemorySegment address = Arena.ofAuto().allocate(Outgoing.ADDRESS_BYTES, 4);
        Outgoing.write(address, host, port);
        int socket = libc.socket();
        all.add(socket);
        libc.option(socket, Libc.SO_RCVBUF, BUFFER_BYTES);
        libc.option(socket, Libc.SO_TIMESTAMPNS, 1);
        libc.bind(socket, address);
        return socket;
    }

    static int corePort(int which) {
        return CORE_PORT + 2 * which;
    }

    static int mpsPort(int which) {
        return MPS_PORT + 2 * which;
    }

    int core(int which) {
        return core[which];
    }

    int mps(int which) {
        return mps[which];
    }

    @Override
    public void close() throws IOException {
        for (int socket : all) {
            libc.close(socket);
        }
    }
}
