package io.tandem.cluster.member;

import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.boot.config.TandemConfig.Seed;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a node comes into its cluster: alone it founds one, else it asks the seed nodes to be let in. */
public final class Formation {
    private static final Logger LOG = LoggerFactory.getLogger(Formation.class);

    /** Asks for the addresses of a name. */
    @FunctionalInterface
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private Formation() {}

    /**
     * Begins to join.
     *
     * @return false when no seed node is known yet: then it is to be tried again
     */
    public static boolean join(ActorSystem<?> system, TandemConfig.Joining settings) {
        Cluster cluster = Cluster.get(system);
        if (settings.seeds().isEmpty()) {
            cluster.join(cluster.selfAddress());
            return true;
        }
        List<Address> seeds = addresses(settings.seeds(), InetAddress::getAllByName, cluster.selfAddress());
        if (seeds.size() > 1 && seeds.getFirst().equals(cluster.selfAddress())) {
            LOG.info("may found the cluster of {}: asks the others first", seeds);
            FirstSeed.start(system, seeds);
        } else if (!seeds.isEmpty()) {
            LOG.info("asks to be let into the cluster of {}", seeds);
            cluster.joinSeedNodes(seeds);
        }
        return !seeds.isEmpty();
    }

    /**
     * The seed nodes in the order in which they may found a cluster: as they are listed, those of one name by their
     * address, so that it is the same on every node whatever order the name server gives.
     *
     * @param like an address of the same actor system
     */
    static List<Address> addresses(List<Seed> seeds, Names names, Address like) {
        List<Address> all = new ArrayList<>();
        for (Seed seed : seeds) {
            for (String host : hosts(seed, names)) {
                Address address = new Address(like.protocol(), like.system(), host, seed.port());
                if (!all.contains(address)) {
                    all.add(address);
                }
            }
        }
        return all;
    }

    private static List<String> hosts(Seed seed, Names names) {
        try {
            List<InetAddress> found = new ArrayList<>(List.of(names.of(seed.host())));
            found.removeIf(address -> !(address instanceof Inet4Address));
            found.sort(Comparator.comparing(InetAddress::getAddress, Arrays::compareUnsigned));
            return found.stream().map(InetAddress::getHostAddress).toList();
        } catch (UnknownHostException unknown) {
            LOG.warn("seed node {}: the name has no address now", seed.host());
            return List.of();
        }
    }
}
