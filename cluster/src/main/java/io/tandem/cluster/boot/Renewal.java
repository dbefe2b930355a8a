package io.tandem.cluster.boot;

import io.tandem.cluster.address.actor.AddressFailure;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews twice a second what this machine has for a time only, for as long as this node may act. On a thread of its own,
 * since a program that does it may hang.
 */
final class Renewal {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.addresses");
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration HALF = Duration.ofMillis(500);

    /** How it is done. */
    interface Work {
        /** Waits. @throws AddressFailure when it cannot be had for so long */
        void renew(int seconds) throws AddressFailure;
    }

    private final char address;
    private final Work work;
    private final Supplier<Duration> left;
    private final Takeovers counts;
    private final ScheduledExecutorService timer;
    private boolean stopped;
    private boolean failing;

    /** @param left how long this node may act yet, if it hears nothing any more */
    Renewal(char address, Work work, Supplier<Duration> left, Takeovers counts) {
        this.address = address;
        this.work = work;
        this.left = left;
        this.counts = counts;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("tandem-renewal-" + address).factory());
    }

    /** Whole seconds, as the system counts them, the nearest: one less could be over before the next time. */
    static int seconds(Duration left) {
        return (int) left.plus(HALF).toSeconds();
    }

    void start() {
        timer.scheduleWithFixedDelay(this::renew, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Once. Nothing when less than half a second is left: then what is there runs out. */
    synchronized void renew() {
        int seconds = seconds(left.get());
        if (stopped || seconds < 1) {
            return;
        }
        try {
            work.renew(seconds);
            counts.renewed();
            if (failing) {
                LOG.info("service address {} is renewed again", address);
            }
            failing = false;
        } catch (AddressFailure | RuntimeException failure) { // else the timer would say no more
            counts.notRenewed();
            if (!failing) {
                LOG.warn("service address {}: {}: this machine loses it in a moment; it is tried on", address,
                        failure.getMessage());
            }
            failing = true;
        }
    }

    /** When it returns, nothing is renewed any more: waits for the one that runs. */
    void stop() {
        timer.shutdown();
        synchronized (this) {
            stopped = true;
        }
    }
}
