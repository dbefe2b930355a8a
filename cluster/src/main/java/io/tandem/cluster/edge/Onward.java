package io.tandem.cluster.edge;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a message goes when its address turns out to be no way: to the addresses that are left of its name (RFC 3263
 * §4.3), after the name has been asked for.
 *
 * @param ask whether its name has still to be asked for
 * @param left addresses to try, best first
 */
record Onward(boolean ask, List<InetSocketAddress> left) {
    /** There is one way only. */
    static final Onward NOWHERE = new Onward(false, List.of());
    /** Its name tells more. */
    static final Onward BY_NAME = new Onward(true, List.of());

    /**
     * The addresses of a name, in the order in which they are tried: the one of before if it is among them, for that
     * server knows the dialog (TRAP-32); last of all, and if nobody knows the name, still the one of before.
     */
    static Onward to(List<InetSocketAddress> found, InetSocketAddress before) {
        List<InetSocketAddress> ways = new ArrayList<>(found);
        boolean stays = ways.remove(before);
        ways.add(stays ? 0 : ways.size(), before);
        return new Onward(false, List.copyOf(ways));
    }

    boolean somewhere() {
        return ask || !left.isEmpty();
    }

    InetSocketAddress first() {
        return left.getFirst();
    }

    Onward afterFirst() {
        return new Onward(false, left.subList(1, left.size()));
    }
}
