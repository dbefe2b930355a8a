package io.tandem.cluster.journal;

import io.tandem.port.CallId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/**
 * Which calls are up and which are over, by persistence id. Written in the same batch as the tagged event, so it agrees
 * with the journal whatever happened to the process. Thread-safe; reads the disk.
 */
public final class Roster implements LiveCalls {
    /** Tag of the event by which a call must be woken after a restart. */
    public static final String CALL_UP = "call-up";
    /** Tag of the event that ends a call, whether it was up or not. */
    public static final String CALL_OVER = "call-over";

    /** First part of the persistence id of calls. */
    private static final String CALL_TYPE = "Call";

    /** Tag of the event of a call whose answer is never refused. */
    public static final String EMERGENCY = "call-emergency";

    private final Database database;

    Roster(Database database) {
        this.database = database;
    }

    /**
     * The persistence ids of the calls that are up, in no useful order.
     *
     * @throws EmbeddedStoreException when the store is closed or cannot be read
     */
    public List<String> liveCalls() {
        List<String> calls = new ArrayList<>();
        try {
            database.scan(Table.LIVE, (key, _) -> calls.add(Keys.text(key)));
        } catch (RocksDBException e) {
            throw unreadable(e);
        }
        return calls;
    }

    @Override
    public List<CallId> of(char serviceAddress) {
        String prefix = CALL_TYPE + "|" + serviceAddress;
        return liveCalls().stream()
                .filter(id -> id.startsWith(prefix))
                .map(id -> CallId.parse(id.substring(CALL_TYPE.length() + 1)))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The persistence ids of the calls that ended at or after {@code from} and before {@code to}, the last first.
     *
     * @throws EmbeddedStoreException when the store is closed or cannot be read
     */
    public List<String> endedCalls(Instant from, Instant to, int limit) {
        List<String> calls = new ArrayList<>();
        if (limit <= 0 || !from.isBefore(to)) {
            return calls;
        }
        try {
            database.descend(Table.ENDED, Keys.endedFrom(from.toEpochMilli()), Keys.endedFrom(to.toEpochMilli()),
                    (key, _) -> calls.add(Keys.text(Keys.idOfEnded(key))) && calls.size() < limit);
        } catch (RocksDBException e) {
            throw unreadable(e);
        }
        return calls;
    }

    private EmbeddedStoreException unreadable(RocksDBException cause) {
        return new EmbeddedStoreException(EmbeddedStoreException.Reason.UNREADABLE, database.directory(), cause);
    }
}
