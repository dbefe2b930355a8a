package io.tandem.sim;

import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Carries messages as bytes between hosts; by chance loses, repeats and delays them, and so reorders. */
final class Network {

    /**
     * How bad it is.
     *
     * @param maxDelayMillis below 500: the last repetition leaves 0.5 s before 64·T1 and must not outlive what absorbs it
     * @param reliable a stream for each way: nothing is lost, repeated or overtaken
     */
    record Quality(int lossPercent, int repeatPercent, int maxDelayMillis, boolean reliable) {}

    private record Way(InetSocketAddress from, InetSocketAddress to) {}

    private final World world;
    private final Dice dice;
    private final Quality quality;
    private final Map<InetSocketAddress, Host> hosts = new HashMap<>();
    private final Map<Way, Long> lastArrivals = new HashMap<>();

    Network(World world, Dice dice, Quality quality) {
        this.world = world;
        this.dice = dice;
        this.quality = quality;
    }

    void join(InetSocketAddress address, Host host) {
        hosts.put(address, host);
    }

    void carry(SipMessage message, InetSocketAddress from, InetSocketAddress to) {
        Host host = hosts.get(to);
        if (host == null) {
            world.witness().violated("something is sent to " + to + ", where nobody is");
            return;
        }
        if (quality.reliable()) {
            Way way = new Way(from, to);
            long arrival = Math.max(lastArrivals.getOrDefault(way, 0L), world.time().nanos() + delayNanos());
            lastArrivals.put(way, arrival);
            world.time().at(arrival, () -> arrive(message, from, to, host));
            return;
        }
        int copies = (dice.chance(quality.lossPercent()) ? 0 : 1) + (dice.chance(quality.repeatPercent()) ? 1 : 0);
        if (copies == 0) {
            world.ladder().lost(from, to, message);
        }
        for (int copy = 0; copy < copies; copy++) {
            world.time().at(world.time().nanos() + delayNanos(), () -> arrive(message, from, to, host));
        }
    }

    private void arrive(SipMessage message, InetSocketAddress from, InetSocketAddress to, Host host) {
        if (host.isUp()) {
            world.ladder().arrived(from, to, message);
            host.receive(message, from, to);
        } else {
            world.ladder().lost(from, to, message);
        }
    }

    private long delayNanos() {
        return 1_000_000L * (1 + dice.below(quality.maxDelayMillis()));
    }

    /** What the other side reads: nothing goes across but bytes. */
    static SipMessage read(byte[] wire) {
        if (SipParser.parse(wire) instanceof ParseResult.Parsed(SipMessage message)) {
            return message;
        }
        throw new AssertionError("not readable: " + new String(wire, StandardCharsets.UTF_8));
    }
}
