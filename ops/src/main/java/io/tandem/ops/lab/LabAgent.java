package io.tandem.ops.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A user agent with many lines: places calls when it is told to, takes those that come, speaks and listens. One thread
 * for all of it. Orders come from any thread; each call that was ordered or taken ends in one report.
 */
public final class LabAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LabAgent.class);
    private static final long LONGEST_SLEEP_NANOS = 500_000_000;

    private final AgentSettings settings;
    private final Selector selector;
    private final Clockwork clock = new Clockwork();
    private final AtomicInteger open = new AtomicInteger();
    private final Queue<CallOrder> orders = new ConcurrentLinkedQueue<>();
    private final Queue<OptionsDesk.Question> questions = new ConcurrentLinkedQueue<>();
    private final Observations seen = new Observations();
    private final CallDesk desk;
    private final Thread thread;
    private final Consumer<SelectionKey> onReady = LabAgent::ready;
    private volatile boolean closed;

    private LabAgent(AgentSettings settings, Consumer<CallReport> reports) throws IOException {
        this.settings = settings;
        selector = Selector.open();
        try {
            desk = new CallDesk(settings, selector, clock, new SplittableRandom(new SecureRandom().nextLong()), open,
                    reports, seen);
        } catch (IOException | RuntimeException refused) {
            selector.close();
            throw refused;
        }
        thread = Thread.ofPlatform().name("lab-" + settings.name()).daemon().unstarted(this::run);
    }

    /**
     * Starts an agent.
     *
     * @param reports gets each call's report, on the agent's thread: must not block
     * @throws java.net.BindException when its SIP port is taken
     */
    public static LabAgent start(AgentSettings settings, Consumer<CallReport> reports) throws IOException {
        LabAgent agent = new LabAgent(settings, reports);
        agent.thread.start();
        return agent;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return desk.address();
    }

    /** What it saw beside its calls: TLS sessions, broken connections, what the gateway did wrong. */
    public Observations observations() {
        return seen;
    }

    /** Calls at once now, those included that are ordered and not yet begun. */
    public int calls() {
        return open.get();
    }

    /** Places a call soon; false when the agent is closed or has as many calls as it may. */
    public boolean place(CallOrder order) {
        if (open.incrementAndGet() > settings.maxCalls()) {
            open.decrementAndGet();
            return false;
        }
        orders.add(order);
        if (closed && orders.remove(order)) { // else the thread has seen it and reports it
            open.decrementAndGet();
            return false;
        }
        selector.wakeup();
        return true;
    }

    /** Sends an OPTIONS there soon; the answer comes in any case, and says when there was none. */
    public CompletableFuture<OptionsAnswer> ask(InetSocketAddress gateway) {
        OptionsDesk.Question question = new OptionsDesk.Question(gateway, new CompletableFuture<>());
        questions.add(question);
        if (closed && questions.remove(question)) {
            question.answer().complete(new OptionsAnswer(0, "the agent is closed", "", 0));
        }
        selector.wakeup();
        return question.answer();
    }

    /** Stops, and reports what is still going on as failed; waits for that. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                turn();
            }
            placeOrdered(); // and end it like the others
            desk.close();
        } catch (IOException | RuntimeException bug) {
            LOG.error("{} gave up", settings.name(), bug);
        }
    }

    private void turn() throws IOException {
        placeOrdered();
        clock.advance(System.nanoTime());
        long now = System.nanoTime();
        long idle = clock.idleNanos(now, Math.min(LONGEST_SLEEP_NANOS, desk.advance(now)));
        if (!orders.isEmpty() || !questions.isEmpty() || idle == 0) {
            selector.selectNow(onReady);
        } else {
            selector.select(onReady, idle / 1_000_000 + 1);
        }
    }

    private void placeOrdered() {
        for (CallOrder order = orders.poll(); order != null; order = orders.poll()) {
            desk.place(order);
        }
        for (OptionsDesk.Question question = questions.poll(); question != null; question = questions.poll()) {
            desk.ask(question);
        }
    }

    private static void ready(SelectionKey key) {
        try {
            ((Receiver) key.attachment()).receive();
        } catch (CancelledKeyException closedInThisTurn) {
            // By what an earlier key brought.
        }
    }
}
