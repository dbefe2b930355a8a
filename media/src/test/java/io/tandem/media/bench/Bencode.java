package io.tandem.media.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What rtpengine's control protocol is written in: strings, whole numbers, lists of values, and dictionaries of them by string. */
final class Bencode {
    private final byte[] bytes;
    private int at;

    private Bencode(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** @param value a String, Long, List or Map; keys are written in their order, as the format asks */
    static byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(value, out);
        return out.toByteArray();
    }

    private static void write(Object value, ByteArrayOutputStream out) {
        switch (value) {
            case String text -> {
                byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                out.writeBytes((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
                out.writeBytes(octets);
            }
            case Long number -> out.writeBytes(("i" + number + "e").getBytes(StandardCharsets.US_ASCII));
            case List<?> list -> {
                out.write('l');
                list.forEach(each -> write(each, out));
                out.write('e');
            }
            case Map<?, ?> map -> {
                out.write('d');
                new TreeMap<>(map).forEach((key, each) -> {
                    write(key, out);
                    write(each, out);
                });
                out.write('e');
            }
            default -> throw new IllegalArgumentException("cannot be written: " + value.getClass());
        }
    }

    /**
     * The value that begins there; what follows is let be.
     *
     * @return a String, Long, List or Map, as {@link #write} takes them
     * @throws IllegalArgumentException when there is none
     */
    static Object read(byte[] bytes, int from) {
        try {
            return new Bencode(bytes, from).value();
        } catch (IndexOutOfBoundsException | NumberFormatException cut) {
            throw new IllegalArgumentException("no whole value", cut);
        }
    }

    private Object value() {
        byte kind = bytes[at];
        return switch (kind) {
            case 'i' -> {
                at++;
                yield Long.valueOf(until('e'));
            }
            case 'l' -> {
                at++;
                List<Object> list = new ArrayList<>();
                while (bytes[at] != 'e') {
                    list.add(value());
                }
                at++;
                yield list;
            }
            case 'd' -> {
                at++;
                Map<String, Object> map = new TreeMap<>();
                while (bytes[at] != 'e') {
                    map.put(string(), value());
                }
                at++;
                yield map;
            }
            default -> string();
        };
    }

    private String string() {
        int length = Integer.parseInt(until(':'));
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    private String until(char end) {
        int from = at;
        while (bytes[at] != end) {
            at++;
        }
        return new String(bytes, from, at++ - from, StandardCharsets.US_ASCII);
    }
}
