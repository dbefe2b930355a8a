package io.tandem.media.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says of a process and of sockets, proc(5). */
final class Proc {
    /** USER_HZ: a hundred wherever a JVM runs. */
    private static final long TICK_MICROS = 10_000;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int LOCAL_ADDRESS = 1;

    private Proc() {}

    /** User and system time of all its threads, those that have ended too; in steps of ten milliseconds. */
    static long cpuMicros(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(words[USER_TIME]) + Long.parseLong(words[SYSTEM_TIME])) * TICK_MICROS;
    }

    /** How many packets the UDP sockets of that address with an even port (those of RTP) had no room for, as long as they are there. */
    static long overflows(String address) throws IOException {
        byte[] octets = InetAddress.ofLiteral(address).getAddress();
        String host = "%02X%02X%02X%02X:".formatted(octets[3], octets[2], octets[1], octets[0]);
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/udp"))) {
            return lines.map(line -> line.strip().split(" +"))
                    .filter(words -> words[LOCAL_ADDRESS].startsWith(host))
                    .filter(words -> Integer.parseInt(words[LOCAL_ADDRESS].substring(host.length()), 16) % 2 == 0)
                    .mapToLong(words -> Long.parseLong(words[words.length - 1]))
                    .sum();
        }
    }
}
