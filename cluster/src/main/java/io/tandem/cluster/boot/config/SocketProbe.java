package io.tandem.cluster.boot.config;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tries what the node is about to ask of its machine: its sockets, its data directory. Leaves nothing behind. */
final class SocketProbe {

    private SocketProbe() {}

    /** Notes the sockets that want each other's place, and those that the machine does not give. */
    static void check(List<SocketClaim> claims, Mistakes mistakes) {
        for (int i = 0; i < claims.size(); i++) {
            SocketClaim claim = claims.get(i);
            Optional<SocketClaim> earlier = claims.subList(0, i).stream().filter(claim::sameAs).findFirst();
            Optional<String> right = earlier.isPresent()
                    ? Optional.of("a socket of its own: " + earlier.get().path() + " has that one")
                    : refusal(claim);
            right.ifPresent(text -> mistakes.add(claim.path(), claim.place(), claim.protocol() + " " + claim.text(),
                    text));
        }
    }

    /** What would be right instead of that socket; empty when it can be had. */
    private static Optional<String> refusal(SocketClaim claim) {
        if (binds(claim.datagram(), claim.bind()).isEmpty()) {
            return Optional.empty();
        }
        if (binds(claim.datagram(), new InetSocketAddress(claim.bind().getAddress(), 0)).isPresent()) {
            return Optional.of("an address of this machine");
        }
        String why = binds(claim.datagram(), claim.bind()).orElse("");
        return Optional.of(why.contains("ermission")
                ? "a port that this user may open, from 1024 up"
                : "a free port: another program uses this one");
    }

    /** Why the socket cannot be had; empty when it can. */
    private static Optional<String> binds(boolean datagram, InetSocketAddress bind) {
        try {
            if (datagram) {
                try (DatagramSocket socket = new DatagramSocket(null)) {
                    socket.bind(bind);
                }
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true); // a connection that lingers from before is in nobody's way
                    socket.bind(bind);
                }
            }
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    /** Notes a data directory that cannot be written, or cannot be made. */
    static void checkDirectory(Item item, Path directory, Mistakes mistakes) {
        Path existing = directory.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            mistakes.add(item, "a directory: " + existing + " is none");
        } else if (!Files.isWritable(existing)) {
            mistakes.add(item, "a directory that this user may write: " + existing + " is not");
        }
    }
}
