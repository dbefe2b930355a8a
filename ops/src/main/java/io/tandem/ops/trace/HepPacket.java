package io.tandem.ops.trace;

import io.tandem.port.CallId;
import io.tandem.sip.route.Transport;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One message as HEPv3 puts it (HEP3 network protocol specification, sipcapture.org): {@code HEP3}, the length of the
 * whole in two octets, then chunks of vendor (0: generic), type, length with these six octets, and content; numbers in
 * network order.
 */
final class HepPacket {
    private static final byte[] MAGIC = {'H', 'E', 'P', '3'};
    private static final int CHUNK_HEAD = 6;
    /** Of all chunks but key, payload and correlation id, with 16-octet addresses. */
    private static final int FIXED_BYTES = 6 + 2 * 7 + 2 * 22 + 2 * 8 + 2 * 10 + 7 + 10;
    /** The largest that UDP over IPv4 carries. */
    private static final int MOST_BYTES = 65_507;

    private static final int IP_FAMILY = 1;
    private static final int IP_PROTOCOL = 2;
    private static final int SOURCE_4 = 3;
    private static final int DESTINATION_4 = 4;
    private static final int SOURCE_6 = 5;
    private static final int DESTINATION_6 = 6;
    private static final int SOURCE_PORT = 7;
    private static final int DESTINATION_PORT = 8;
    private static final int SECONDS = 9;
    private static final int MICROSECONDS = 10;
    private static final int PROTOCOL_TYPE = 11;
    private static final int CAPTURE_ID = 12;
    private static final int KEY = 14;
    private static final int PAYLOAD = 15;
    private static final int CORRELATION_ID = 17;

    private static final byte AF_INET = 2;
    private static final byte AF_INET6 = 10;
    private static final byte TCP = 6;
    private static final byte UDP = 17;
    private static final byte SIP = 1;
    private static final int MICROS = 1_000_000;

    private final ByteBuffer out;

    private HepPacket(ByteBuffer out) {
        this.out = out;
    }

    /**
     * Secrets are masked.
     *
     * @param captureId unsigned
     * @param key what the collector knows the sender by; "" for none
     * @return empty when it is too long for a datagram
     */
    static Optional<ByteBuffer> of(SeenMessage seen, Optional<CallId> call, int captureId, String key) {
        byte[] payload = Secrets.masked(seen.wire());
        byte[] authentication = key.getBytes(StandardCharsets.UTF_8);
        int most = FIXED_BYTES + 3 * CHUNK_HEAD + payload.length + authentication.length + CallId.LENGTH;
        if (most > MOST_BYTES) {
            return Optional.empty();
        }
        HepPacket packet = new HepPacket(ByteBuffer.allocate(most));
        packet.out.put(MAGIC).putShort((short) 0);
        packet.way(seen);
        packet.head(SECONDS, 4).putInt((int) Math.floorDiv(seen.epochMicros(), MICROS));
        packet.head(MICROSECONDS, 4).putInt(Math.floorMod(seen.epochMicros(), MICROS));
        packet.head(PROTOCOL_TYPE, 1).put(SIP);
        packet.head(CAPTURE_ID, 4).putInt(captureId);
        if (authentication.length > 0) {
            packet.head(KEY, authentication.length).put(authentication);
        }
        call.map(id -> id.value().getBytes(StandardCharsets.US_ASCII))
                .ifPresent(id -> packet.head(CORRELATION_ID, id.length).put(id));
        packet.head(PAYLOAD, payload.length).put(payload);
        packet.out.putShort(MAGIC.length, (short) packet.out.position());
        return Optional.of(packet.out.flip());
    }

    private void way(SeenMessage seen) {
        InetAddress source = seen.source().getAddress();
        InetAddress destination = seen.destination().getAddress();
        boolean four = source instanceof Inet4Address && destination instanceof Inet4Address;
        head(IP_FAMILY, 1).put(four ? AF_INET : AF_INET6);
        head(IP_PROTOCOL, 1).put(seen.transport() == Transport.UDP ? UDP : TCP);
        address(four ? SOURCE_4 : SOURCE_6, source, four);
        address(four ? DESTINATION_4 : DESTINATION_6, destination, four);
        head(SOURCE_PORT, 2).putShort((short) seen.source().getPort());
        head(DESTINATION_PORT, 2).putShort((short) seen.destination().getPort());
    }

    private void address(int type, InetAddress address, boolean four) {
        byte[] octets = address.getAddress();
        head(type, four ? 4 : 16);
        if (!four && octets.length == 4) { // RFC 4291 §2.5.5.2
            out.putLong(0).putShort((short) 0).putShort((short) -1);
        }
        out.put(octets);
    }

    private ByteBuffer head(int type, int length) {
        return out.putShort((short) 0).putShort((short) type).putShort((short) (CHUNK_HEAD + length));
    }
}
