package io.tandem.cluster;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on loopback that nobody uses now; none is handed out twice, since many are bound only later. */
public final class FreePorts {
    private static final int LOWEST = 10_000;
    /** Few in a row come from here up, many from below: single ports all over the place would leave no room for many. */
    private static final int FEW_FROM = 26_000;
    /** Below where the system takes ports for connections of its own. */
    private static final int HIGHEST = 32_000;
    private static final int FEW = 100;
    private static final int ATTEMPTS = 200;
    private static final BitSet HANDED_OUT = new BitSet();

    private FreePorts() {}

    /** One port that is free for UDP and for TCP. */
    public static int one() {
        return range(1);
    }

    /** The first, an even one, of that many ports in a row, all free for UDP and TCP. */
    public static synchronized int range(int count) {
        int from = count <= FEW ? FEW_FROM : LOWEST;
        int to = count <= FEW ? HIGHEST : FEW_FROM;
        for (int i = 0; i < ATTEMPTS; i++) {
            int first = ThreadLocalRandom.current().nextInt(from, to - count) & ~1;
            int taken = HANDED_OUT.nextSetBit(first);
            if ((taken < 0 || taken >= first + count) && free(first, count)) {
                HANDED_OUT.set(first, first + count);
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row");
    }

    private static boolean free(int first, int count) {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        List<AutoCloseable> held = new ArrayList<>();
        try {
            for (int port = first; port < first + count; port++) {
                InetSocketAddress bind = new InetSocketAddress(loopback, port);
                held.add(new DatagramSocket(bind));
                ServerSocket tcp = new ServerSocket();
                held.add(tcp);
                tcp.bind(bind);
            }
            return true;
        } catch (IOException taken) {
            return false;
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception unclosable) {
            throw new IllegalStateException(unclosable);
        }
    }
}
