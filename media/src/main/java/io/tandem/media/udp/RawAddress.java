package io.tandem.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/** An address beside what the system has for it: struct sockaddr_in of ip(7), sockaddr_in6 of ipv6(7). */
final class RawAddress {
    /** Of memory that holds either. */
    static final int MOST_BYTES = 28;
    private static final int IPV4_BYTES = 16;
    private static final int PORT_AT = 2;
    private static final int IPV4_AT = 4;
    private static final int IPV6_AT = 8;
    private static final int SCOPE_AT = 24;
    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private final InetSocketAddress address;
    private final boolean six;
    private final long first;
    private final long second;
    private final long third;
    private final int scope;

    private RawAddress(InetSocketAddress address, MemorySegment written) {
        this.address = address;
        six = written.get(JAVA_SHORT, 0) == Libc.AF_INET6;
        first = written.get(JAVA_LONG, 0);
        second = six ? written.get(JAVA_LONG, 8) : 0;
        third = six ? written.get(JAVA_LONG, 16) : 0;
        scope = six ? written.get(JAVA_INT, SCOPE_AT) : 0;
    }

    /** Leaves it written there. */
    static RawAddress of(InetSocketAddress address, MemorySegment to) {
        byte[] host = address.getAddress().getAddress();
        boolean six = address.getAddress() instanceof Inet6Address;
        to.fill((byte) 0);
        to.set(JAVA_SHORT, 0, (short) (six ? Libc.AF_INET6 : Libc.AF_INET));
        to.set(NETWORK_SHORT, PORT_AT, (short) address.getPort());
        MemorySegment.copy(host, 0, to, JAVA_BYTE, six ? IPV6_AT : IPV4_AT, host.length);
        if (address.getAddress() instanceof Inet6Address scoped) {
            to.set(JAVA_INT, SCOPE_AT, scoped.getScopeId());
        }
        return new RawAddress(address, to);
    }

    /** What the system has written there. */
    static RawAddress read(MemorySegment from) {
        boolean six = from.get(JAVA_SHORT, 0) == Libc.AF_INET6;
        byte[] host = new byte[six ? 16 : 4];
        MemorySegment.copy(from, JAVA_BYTE, six ? IPV6_AT : IPV4_AT, host, 0, host.length);
        try {
            InetAddress ip = six && from.get(JAVA_INT, SCOPE_AT) != 0
                    ? Inet6Address.getByAddress(null, host, from.get(JAVA_INT, SCOPE_AT))
                    : InetAddress.getByAddress(host);
            return new RawAddress(new InetSocketAddress(ip, from.get(NETWORK_SHORT, PORT_AT) & 0xffff), from);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + host.length + " octets", impossible);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** What it takes. */
    int bytes() {
        return six ? MOST_BYTES : IPV4_BYTES;
    }

    boolean isIn(MemorySegment memory) {
        return memory.get(JAVA_LONG, 0) == first && (!six || memory.get(JAVA_LONG, 8) == second
                && memory.get(JAVA_LONG, 16) == third && memory.get(JAVA_INT, SCOPE_AT) == scope);
    }

    void write(MemorySegment to) {
        to.set(JAVA_LONG, 0, first);
        to.set(JAVA_LONG, 8, second);
        if (six) {
            to.set(JAVA_LONG, 16, third);
            to.set(JAVA_INT, SCOPE_AT, scope);
        }
    }
}
