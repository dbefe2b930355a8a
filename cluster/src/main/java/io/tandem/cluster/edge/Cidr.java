package io.tandem.cluster.edge;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A network as configuration writes it: {@code 10.1.0.0/16}, or one address.
 *
 * @param network its address, 4 or 16 bytes; bits behind the prefix do not matter
 */
record Cidr(byte[] network, int bits) {

    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return Optional.empty();
        }
        int bits = slash < 0 ? network.length * 8 : number(text, slash + 1);
        return bits < 0 || bits > network.length * 8 ? Optional.empty() : Optional.of(new Cidr(network, bits));
    }

    /** Of one address alone. */
    static Cidr of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Cidr(bytes, bytes.length * 8);
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = bits >> 3;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = bits & 7;
        return rest == 0 || (bytes[whole] ^ network[whole]) >> 8 - rest == 0;
    }

    private static int number(String text, int from) {
        int length = text.length() - from;
        if (length < 1 || length > 3) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
