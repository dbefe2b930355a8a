package io.tandem.ops.trace;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A HEPv3 packet taken apart, from the public description of the format and from nothing of ours: "HEP3", length of the
 * whole, chunks of vendor, type, length with the head, content.
 */
public record HepReader(Map<Integer, byte[]> chunks) {

    public static HepReader of(byte[] packet, int length) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(packet, 0, length))) {
            if (!new String(in.readNBytes(4), StandardCharsets.US_ASCII).equals("HEP3")) {
                throw new AssertionError("not HEP3");
            }
            if (in.readUnsignedShort() != length) {
                throw new AssertionError("the length is not the packet's");
            }
            Map<Integer, byte[]> chunks = new TreeMap<>();
            while (in.available() > 0) {
                if (in.readUnsignedShort() != 0) {
                    throw new AssertionError("a vendor's chunk");
                }
                int type = in.readUnsignedShort();
                byte[] content = new byte[in.readUnsignedShort() - 6];
                in.readFully(content);
                if (chunks.put(type, content) != null) {
                    throw new AssertionError("chunk " + type + " twice");
                }
            }
            return new HepReader(chunks);
        } catch (IOException cut) {
            throw new UncheckedIOException("the packet ends in the middle of a chunk", cut);
        }
    }

    public boolean has(int type) {
        return chunks.containsKey(type);
    }

    public byte[] octets(int type) {
        return chunks.get(type);
    }

    public String text(int type) {
        return new String(chunks.get(type), StandardCharsets.UTF_8);
    }

    /** Big-endian and unsigned. */
    public long number(int type) {
        long number = 0;
        for (byte octet : chunks.get(type)) {
            number = number << 8 | octet & 0xff;
        }
        return number;
    }
}
