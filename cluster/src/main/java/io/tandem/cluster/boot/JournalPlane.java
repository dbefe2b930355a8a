package io.tandem.cluster.boot;

import io.tandem.call.CallGateway;
import io.tandem.call.CallInput;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.journal.CallJournal;
import io.tandem.cluster.journal.EmbeddedCalls;
import io.tandem.cluster.journal.EmbeddedStore;
import io.tandem.cluster.journal.cassandra.CassandraStore;
import io.tandem.cluster.journal.cassandra.DatabaseException;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.port.CallId;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;

/** Where calls, accounts and numbers are kept, as the configuration says it. */
final class JournalPlane {

    private JournalPlane() {}

    /** Opens the store; before the first persistent actor asks for it. */
    static CallJournal open(TandemConfig config, ActorSystem<?> system) throws StartFailure {
        return switch (config.storage()) {
            case EMBEDDED -> new EmbeddedCalls(EmbeddedStore.get(system));
            case CASSANDRA -> {
                CassandraStore store = CassandraStore.get(system);
                try {
                    store.open(config.cassandra(), config.cluster().host() + ":" + config.cluster().port());
                } catch (DatabaseException unusable) {
                    throw new StartFailure(unusable.getMessage(), unusable);
                }
                yield store;
            }
        };
    }

    /** Shows what the journal tells of itself. */
    static void bind(CallJournal journal, TandemMetrics metrics) {
        for (CallJournal.Figure figure : journal.figures()) {
            if (figure.grows()) {
                metrics.counter(figure.name(), figure.help(), Map.of(), () -> figure.value().getAsLong());
            } else {
                metrics.gauge(figure.name(), figure.help(), Map.of(), () -> figure.value().getAsLong());
            }
        }
    }

    /** The calls, with the journal told of each id that is made: it need not look for what nobody can have written. */
    static CallGateway noted(CallGateway calls, CallJournal journal) {
        return new CallGateway() {
            @Override
            public CallId newCallId() {
                CallId call = calls.newCallId();
                journal.begins(call);
                return call;
            }

            @Override
            public void tell(CallId call, CallInput input) {
                calls.tell(call, input);
            }
        };
    }
}
