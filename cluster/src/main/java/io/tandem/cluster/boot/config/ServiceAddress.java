package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.TandemConfig.Listener;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What moves to another node when its own dies: the addresses that peers know, with the calls on them (design §4).
 *
 * @param id one digit or small letter: the first character of its calls' ids
 * @param home the node whose it is while that one is up, as {@code host:port} of its {@code tandem.cluster}
 * @param media literal address that receives the media of its calls
 * @param listeners one for each of {@code tandem.sip.listeners}, of the same name
 */
public record ServiceAddress(char id, String home, String media, List<Listener> listeners) {
    /** That of a node without a cluster, whose calls need no other. */
    public static final char ALONE = '0';

    /** The IP addresses that the machine has to have for it, each once: listeners and media often share one. */
    public Set<InetAddress> addresses() {
        Set<InetAddress> all = new LinkedHashSet<>();
        listeners.forEach(listener -> all.add(listener.bind().getAddress()));
        all.add(InetAddress.ofLiteral(media));
        return all;
    }
}
