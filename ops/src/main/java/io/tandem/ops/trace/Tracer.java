package io.tandem.ops.trace;

import io.tandem.call.CallListener;
import io.tandem.port.MessageTap;
import io.tandem.sip.route.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a reference to each message where it passes, and does all else on a thread of its own. The queue between is
 * bounded: when it is full, messages go untraced and are counted.
 */
public final class Tracer implements MessageTap, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tracer.class);
    private static final int QUEUED = 8_192;
    private static final int HELD_BYTES = 8 << 20;
    /** The thread looks by itself: to wake it would cost more than all else that the edge does for a trace. */
    private static final long LOOK_NANOS = 10_000_000;
    private static final long STOP_MILLIS = 2_000;

    private final ArrayBlockingQueue<SeenMessage> queue = new ArrayBlockingQueue<>(QUEUED);
    private final LongAdder missed = new LongAdder();
    private final Optional<HepExport> hep;
    private final CallTies ties;
    private final Thread thread;
    private volatile boolean stopping;
    private boolean troubled;

    private Tracer(Optional<HepExport> hep, Optional<PacketStore> packets) {
        this.hep = hep;
        List<TraceSink> sinks = Stream.<Optional<? extends TraceSink>>of(hep, packets)
                .<TraceSink>flatMap(Optional::stream)
                .toList();
        this.ties = new CallTies((call, message, seen) -> sinks.forEach(sink -> sink.accept(call, message, seen)),
                HELD_BYTES);
        this.thread = Thread.ofPlatform().daemon().name("tandem-trace").unstarted(this::run);
    }

    /** Throws UncheckedIOException when there is no way to the collector at all. */
    public static Tracer start(Optional<HepSettings> settings, Optional<PacketStore> packets) {
        Tracer tracer;
        try {
            tracer = new Tracer(settings.isEmpty()
                    ? Optional.empty()
                    : Optional.of(HepExport.open(settings.get())), packets);
        } catch (IOException unreachable) {
            throw new UncheckedIOException("cannot send to the HEP collector " + settings.get().collector(),
                    unreachable);
        }
        tracer.thread.start();
        return tracer;
    }

    @Override
    public void seen(boolean sent, byte[] wire, Flow flow, InetSocketAddress local) {
        Instant now = Instant.now();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        if (!queue.offer(new SeenMessage(sent, micros, wire, flow.transport(), local, flow.remote()))) {
            missed.increment();
        }
    }

    /** Who has to be told of calls before their messages are seen; empty when it does not matter what they are. */
    public Optional<CallListener> calls() {
        return hep.flatMap(HepExport::calls);
    }

    /** HEP packets sent so far. */
    public long hepSent() {
        return hep.map(HepExport::sent).orElse(0L);
    }

    /** HEP packets that were not sent, and messages that found the queue full. */
    public long hepDropped() {
        return hep.map(export -> export.dropped() + missed.sum()).orElse(0L);
    }

    /** Messages that found the queue full, and bugs of ours. */
    public long missed() {
        return missed.sum();
    }

    private void run() {
        while (true) {
            boolean last = stopping;
            SeenMessage seen = queue.poll();
            if (seen != null) {
                safely(() -> ties.take(seen, System.nanoTime()));
            } else if (last) {
                safely(ties::releaseAll);
                return;
            } else {
                safely(() -> ties.release(System.nanoTime()));
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** A bug of ours in one message costs that message, and one line in the log. */
    private void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            missed.increment();
            if (!troubled) {
                troubled = true;
                LOG.error("a message could not be traced; said once", bug);
            }
        }
    }

    /** Ends when what was seen is told; waits for that, not for long. */
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(STOP_MILLIS);
            if (hep.isPresent()) {
                hep.get().close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException unclosed) {
            LOG.debug("the HEP socket did not close", unclosed);
        }
    }
}
