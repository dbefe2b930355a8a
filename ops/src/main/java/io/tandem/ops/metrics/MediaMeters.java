package io.tandem.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tandem.media.session.SessionStats.EndStats;
import io.tandem.port.PeerGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** How the sides of answered calls sounded, by their trunk, counted when the call is over (MET-15). */
final class MediaMeters {
    /** Limits of G.107's classes, and the 3.5 that alerts look at. */
    private static final double[] OPINIONS = {1.5, 2, 2.58, 3.1, 3.5, 3.6, 4.03, 4.2, 4.34};
    private static final Duration[] JITTERS = millis(1, 2, 5, 10, 15, 20, 30, 50, 100);
    private static final Duration[] TRIPS = millis(5, 10, 20, 40, 60, 100, 150, 200, 300, 500, 1_000);
    private static final double[] LOSSES = {0.01, 0.1, 0.5, 1, 2, 5, 10, 20};
    private static final double NANOS_PER_MILLI = 1e6;

    private final Map<String, Meters> trunks = new HashMap<>();

    MediaMeters(MeterRegistry registry, List<PeerGroup> trunks) {
        trunks.forEach(trunk -> this.trunks.put(trunk.name(), new Meters(registry, trunk.name())));
    }

    void heard(String trunk, EndStats figures, Optional<Double> mos) {
        Meters meters = trunks.get(trunk);
        if (meters != null) {
            meters.heard(figures, mos);
        }
    }

    private static final class Meters {
        private enum Packets {
            RECEIVED, SENT, LOST, LOST_AT_PEER, OUT_OF_ORDER, REFUSED, FORGED
        }

        private final MeterRegistry registry;
        private final String trunk;
        private final Counters packets;
        private final Counter octetsReceived;
        private final Counter octetsSent;
        private final DistributionSummary opinions;
        private final DistributionSummary losses;
        private final Timer jitters;
        private final Timer trips;

        Meters(MeterRegistry registry, String trunk) {
            this.registry = registry;
            this.trunk = trunk;
            packets = new Counters(Packets.values().length, slot -> Counter.builder("tandem_media_packets")
                    .description(
                            "RTP packets of sides of calls that are over; lost_at_peer is what they say themselves")
                    .tags("trunk", trunk, "what", Packets.values()[slot].name().toLowerCase(Locale.ROOT))
                    .register(registry));
            octetsReceived = octets("received");
            octetsSent = octets("sent");
            opinions = summary("tandem_media_mos",
                    "How what came from a side would be judged, 1 to 4.5, estimated (G.107)",
                    OPINIONS);
            losses = summary("tandem_media_loss_percent", "Of the packets that a side sent, how many did not come",
                    LOSSES);
            jitters = timer("tandem_media_jitter", "Interarrival jitter of what came from a side, at the end", JITTERS);
            trips = timer("tandem_media_rtt", "Round trip to a side, where its RTCP says so", TRIPS);
        }

        void heard(EndStats figures, Optional<Double> mos) {
            count(Packets.RECEIVED, figures.packetsReceived());
            count(Packets.SENT, figures.packetsSent());
            count(Packets.LOST, figures.packetsLost());
            count(Packets.LOST_AT_PEER, figures.lostAtPeer());
            count(Packets.OUT_OF_ORDER, figures.packetsOutOfOrder());
            count(Packets.REFUSED, figures.packetsRefused());
            count(Packets.FORGED, figures.packetsForged());
            octetsReceived.increment(figures.octetsReceived());
            octetsSent.increment(figures.octetsSent());
            mos.ifPresent(opinions::record);
            if (mos.isPresent()) {
                losses.record(figures.lossPercent());
                record(jitters, figures.jitterMillis());
            }
            if (figures.roundTripMillis() > 0) {
                record(trips, figures.roundTripMillis());
            }
        }

        private void count(Packets what, long packetsMore) {
            packets.count(what.ordinal(), packetsMore);
        }

        private static void record(Timer timer, double millis) {
            timer.record((long) (millis * NANOS_PER_MILLI), TimeUnit.NANOSECONDS);
        }

        private Counter octets(String way) {
            return Counter.builder("tandem_media_octets")
                    .description("Payload octets of RTP of sides of calls that are over")
                    .tags("trunk", trunk, "way", way)
                    .register(registry);
        }

        private DistributionSummary summary(String name, String help, double[] buckets) {
            return DistributionSummary.builder(name)
                    .description(help)
                    .serviceLevelObjectives(buckets)
                    .tags("trunk", trunk)
                    .register(registry);
        }

        private Timer timer(String name, String help, Duration[] buckets) {
            return Timer.builder(name)
                    .description(help)
                    .serviceLevelObjectives(buckets)
                    .tags("trunk", trunk)
                    .register(registry);
        }
    }

    private static Duration[] millis(long... values) {
        return LongStream.of(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
