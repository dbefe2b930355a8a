package io.tandem.cluster.boot;

import com.typesafe.config.Config;
import io.tandem.media.udp.ThreadPriority;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/**
 * The threads of what nodes say to each other: little to do, and first when there is too much. A node that is only busy is not
 * taken for dead, and what is decided about one that is dead is not late. Pekko makes it, as {@code executor} of a dispatcher,
 * and gives it {@code tandem-first-threads { threads, nice }} of that.
 */
public final class FirstThreads extends ExecutorServiceConfigurator {
    private final int threads;
    private final int nice;
    private final AtomicInteger made = new AtomicInteger();

    public FirstThreads(Config dispatcher, DispatcherPrerequisites prerequisites) {
        super(dispatcher, prerequisites);
        threads = dispatcher.getInt("tandem-first-threads.threads");
        nice = dispatcher.getInt("tandem-first-threads.nice");
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threadFactory) {
        return () -> new ForkJoinPool(threads, pool -> worker(pool, id), null, true);
    }

    private ForkJoinWorkerThread worker(ForkJoinPool pool, String id) {
        First worker = new First(pool, nice);
        worker.setName("tandem-" + id + "-" + made.incrementAndGet());
        return worker;
    }

    private static final class First extends ForkJoinWorkerThread {
        private final int nice;

        First(ForkJoinPool pool, int nice) {
            super(pool);
            this.nice = nice;
            setContextClassLoader(FirstThreads.class.getClassLoader());
        }

        @Override
        protected void onStart() {
            ask(nice);
        }
    }

    /** For the calling thread. Where it is refused the thread is as all others are; the media loops say so, for all. */
    static void ask(int nice) {
        if (nice != 0) {
            ThreadPriority.nice(nice);
        }
    }
}
