package io.tandem.cluster.journal;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the configuration says about the embedded store; the keys are explained in {@code journal.conf}. */
record StoreSettings(Path directory, List<String> groupFsyncExcept, int groupSize, int groupQueue, Retention retention,
        String replayDispatcher) {

    /** How long ended calls are kept, and at what pace they are deleted then. */
    record Retention(Duration keep, Duration interval, int batch, Duration pause) {}

    static StoreSettings from(Config root) {
        Config journal = root.getConfig(EmbeddedStore.JOURNAL_PLUGIN);
        Retention retention = new Retention(journal.getDuration("call-retention"),
                journal.getDuration("sweep-interval"), journal.getInt("sweep-batch"),
                journal.getDuration("sweep-pause"));
        return new StoreSettings(Path.of(root.getString("tandem.data-directory")).resolve("journal"),
                journal.getStringList("group-fsync-except"), journal.getInt("group-size"),
                journal.getInt("group-queue"), retention, journal.getString("replay-dispatcher"));
    }
}
