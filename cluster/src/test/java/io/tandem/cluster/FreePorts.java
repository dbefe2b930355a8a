package io.tandem.cluster;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on loopback that nobody uses now. Many are bound only later, so none is handed out again before all the others
 * of its kind have been.
 */
public final class FreePorts {
    private static final int FEW = 100;
    /** Below where the system takes ports for connections of its own. */
    private static final Round FEW_IN_A_ROW = new Round(20_000, 32_000);
    /** Of their own, since rows of few all over the place would leave no room for many. */
    private static final Round MANY_IN_A_ROW = new Round(10_000, 20_000);

    private FreePorts() {}

    /** One port that is free for UDP and for TCP. */
    public static int one() {
        return range(1);
    }

    /** The first, an even one, of that many ports in a row, all free for UDP and TCP. */
    public static synchronized int range(int count) {
        return (count <= FEW ? FEW_IN_A_ROW : MANY_IN_A_ROW).take(count);
    }

    /** Goes through its ports in their order, from anywhere: other test runs may be on this machine. */
    private static final class Round {
        private final int from;
        private final int to;
        private int next;

        Round(int from, int to) {
            this.from = from;
            this.to = to;
            next = ThreadLocalRandom.current().nextInt(from, to) & ~1;
        }

        int take(int count) {
            for (int passed = 0; passed < to - from;) {
                int first = next + count > to ? from : next;
                int taken = firstTaken(first, count);
                next = (taken < 0 ? first + count : taken + 1) + 1 & ~1;
                if (taken < 0) {
                    return first;
                }
                passed += taken + 1 - first;
            }
            throw new IllegalStateException("no " + count + " free ports in a row");
        }
    }

    /** The first of those ports that somebody uses; -1 for none. */
    private static int firstTaken(int first, int count) {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        List<AutoCloseable> held = new ArrayList<>();
        int port = first;
        try {
            for (; port < first + count; port++) {
                InetSocketAddress bind = new InetSocketAddress(loopback, port);
                held.add(new DatagramSocket(bind));
                ServerSocket tcp = new ServerSocket();
                held.add(tcp);
                tcp.bind(bind);
            }
            return -1;
        } catch (IOException taken) {
            return port;
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
