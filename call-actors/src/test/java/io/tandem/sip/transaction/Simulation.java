package io.tandem.sip.transaction;

import io.tandem.sip.message.SipMessage;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import java.util.PriorityQueue;
import java.util.Random;

/** Two layers, virtual time, and between them a network that drops, repeats, delays and so reorders. */
final class Simulation {
    /** How bad the network is. */
    record Network(int lossPercent, int repeatPercent, int maxDelayMillis) {}

    private static final long MILLI = 1_000_000;

    private record Event(long atNanos, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    final Random random;
    final SimulatedAgent caller;
    final SimulatedAgent callee;
    private final Network network;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long order;

    Simulation(long seed, Network network) {
        random = new Random(seed);
        this.network = network;
        caller = new SimulatedAgent(this, Texts.CALLER, Texts.CALLEE);
        callee = new SimulatedAgent(this, Texts.CALLEE, Texts.CALLER);
    }

    long now() {
        return now;
    }

    void after(long millis, Runnable what) {
        events.add(new Event(now + millis * MILLI, order++, what));
    }

    void carry(SipMessage message, SimulatedAgent from) {
        SimulatedAgent to = from == caller ? callee : caller;
        SipMessage arriving = Texts.overTheWire(message);
        Flow flow = Texts.flowTo(from.address, Transport.UDP);
        int copies = random.nextInt(100) < network.lossPercent() ? 0 : 1;
        copies += random.nextInt(100) < network.repeatPercent() ? 1 : 0;
        for (int copy = 0; copy < copies; copy++) {
            long delay = random.nextInt(network.maxDelayMillis() + 1);
            after(delay, () -> to.layer.receive(arriving, flow, now));
        }
    }

    /** Runs until nothing is left to happen. */
    void run() {
        while (true) {
            long timers = Math.min(caller.layer.advance(now), callee.layer.advance(now));
            long event = events.isEmpty() ? Long.MAX_VALUE : events.peek().atNanos();
            if (timers == Long.MAX_VALUE && event == Long.MAX_VALUE) {
                return;
            }
            now = Math.max(now, Math.min(timers, event));
            if (event <= now) {
                events.poll().what().run();
            }
        }
    }
}
