package io.tandem.cluster.edge;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The loops as an executor service: what an actor dispatcher wants to be given. A dispatcher may shut its executor down
 * and ask for another, so the life of a view is not the life of the loops.
 */
final class LoopExecutor extends AbstractExecutorService {
    private final EdgeLoops loops;
    private volatile boolean shutdown;

    LoopExecutor(EdgeLoops loops) {
        this.loops = loops;
    }

    @Override
    public void execute(Runnable task) {
        if (shutdown) {
            throw new RejectedExecutionException("this view of the edge loops is shut down");
        }
        loops.here().execute(task);
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }
}
