package io.tandem.cluster.boot;

import io.tandem.cluster.boot.config.ConfigFile;
import io.tandem.cluster.boot.config.ConfigResult;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.media.sdp.Codec;
import io.tandem.ops.lab.AgentSettings;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.CallOrder;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.LabAgent;
import io.tandem.ops.lab.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real calls before the first one that counts: a JVM that has just begun is ten times slower than it will be, and at two
 * hundred calls a second it would refuse most of its first ones. The calls run through a node of its own in this process
 * (other ports of loopback, a folder in the data directory that is thrown away), so nothing of them is in this node's
 * journal, figures or records; what they leave is compiled code.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    /** In each direction: so many that a slow machine is not flooded and a fast one is not idle. */
    private static final int AT_ONCE = 16;
    /** In each direction, and as many that are refused: after these a full load, and too much of one, finds compiled code. */
    private static final int CALLS = 1_500;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String CALLING = "+447700900001";
    private static final String CALLED = "+441632960000";

    private final long end;
    private final CountDownLatch open = new CountDownLatch(3 * AT_ONCE);
    private final AtomicInteger carried = new AtomicInteger();

    private WarmUp(long end) {
        this.end = end;
    }

    /**
     * Warms this process up.
     *
     * @param loops event loops of the edge, as many as the node itself has
     * @param atMost how long calls are placed
     * @param secured whether calls of this node have SRTP
     * @param folder what the other node keeps goes there, and is removed
     */
    static void run(int loops, boolean secured, Duration atMost, Path folder) {
        long start = System.nanoTime();
        try {
            int calls = run(WarmUpPlan.onFreePorts(loops, secured), atMost, folder);
            LOG.info("warmed up by {} calls of its own in {} s", calls,
                    String.format("%.1f", (System.nanoTime() - start) / 1e9));
        } catch (IOException | StartFailure | RuntimeException refused) {
            LOG.warn("could not warm up: the first calls will be slow", refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int run(WarmUpPlan plan, Duration atMost, Path folder)
            throws IOException, StartFailure, InterruptedException {
        try (TemporaryDirectory data = TemporaryDirectory.at(folder)) {
            return switch (ConfigFile.read("warm-up", plan.configuration(), Optional.of(data.path()))) {
                case ConfigResult.Right(TandemConfig config) -> run(plan, config, atMost);
                case ConfigResult.Wrong wrong -> throw new IOException(wrong.report());
            };
        }
    }

    private static int run(WarmUpPlan plan, TandemConfig config, Duration atMost)
            throws IOException, StartFailure, InterruptedException {
        Node node = Node.startUnannounced(config);
        try {
            return new WarmUp(System.nanoTime() + atMost.toNanos()).call(plan, atMost);
        } finally {
            node.stop();
        }
    }

    private int call(WarmUpPlan plan, Duration atMost) throws IOException, InterruptedException {
        Caller fromCore = new Caller(order(plan.core()));
        Caller fromMps = new Caller(order(plan.mps()));
        Caller refused = new Caller(order(plan.full()));
        try (LabAgent core = LabAgent.start(settings("core", plan.corePeer()), fromCore::over);
                LabAgent mps = LabAgent.start(microsofts(plan), fromMps::over);
                LabAgent third = LabAgent.start(settings("full", plan.fullPeer()), refused::over)) {
            fromCore.begin(core);
            fromMps.begin(mps);
            refused.begin(third);
            open.await(atMost.toMillis() + PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return carried.get();
    }

    private static CallOrder order(InetSocketAddress gateway) {
        return new CallOrder(CALLING, CALLED, gateway, PATIENCE_MILLIS, 0);
    }

    private static AgentSettings microsofts(WarmUpPlan plan) {
        AgentSettings plain = settings("mps", plan.mpsPeer());
        return plan.secured() ? plain.protectedMedia() : plain;
    }

    private static AgentSettings settings(String name, InetSocketAddress sip) {
        InetAddress media = sip.getAddress();
        return new AgentSettings("warm-up-" + name, sip, media, 1_024, 1_025, List.of(Codec.PCMA),
                new Answering(0, 0, Answering.WAITS), 4 * AT_ONCE).silent();
    }

    /** Keeps so many calls up from one side until it is time. */
    private final class Caller {
        private final CallOrder order;
        private final AtomicInteger begun = new AtomicInteger();
        private volatile LabAgent agent;

        Caller(CallOrder order) {
            this.order = order;
        }

        void begin(LabAgent own) {
            agent = own;
            for (int i = 0; i < AT_ONCE; i++) {
                next();
            }
        }

        /** On the agent's thread. */
        void over(CallReport report) {
            if (report.caller()) {
                if (report.outcome() instanceof Outcome.Released) {
                    carried.incrementAndGet();
                }
                next();
            }
        }

        private void next() {
            if (System.nanoTime() >= end || begun.incrementAndGet() > CALLS || !agent.place(order)) {
                open.countDown();
            }
        }
    }
}
