package io.tandem.cluster.boot;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.LightArrayRevolverScheduler;
import org.apache.pekko.event.LoggingAdapter;

/** Pekko's scheduler on a thread that is not late where {@link FirstThreads} are not: it is what tells them the time. */
public final class FirstScheduler extends LightArrayRevolverScheduler {
    public FirstScheduler(Config all, LoggingAdapter log, ThreadFactory threads) {
        super(all, log, first(threads, all.getInt("tandem.cluster.nice")));
    }

    private static ThreadFactory first(ThreadFactory threads, int nice) {
        return task -> threads.newThread(() -> {
            FirstThreads.ask(nice);
            task.run();
        });
    }
}
