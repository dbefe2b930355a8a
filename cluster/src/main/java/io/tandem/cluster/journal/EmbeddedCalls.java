package io.tandem.cluster.journal;

import io.tandem.port.CallId;
import java.util.List;

/** The embedded store as the journal of calls: it is this process's own, so its answers are always durable. */
public final class EmbeddedCalls implements CallJournal {
    private final EmbeddedStore store;

    public EmbeddedCalls(EmbeddedStore store) {
        this.store = store;
    }

    @Override
    public List<CallId> of(char serviceAddress) {
        return store.roster().of(serviceAddress);
    }

    @Override
    public void released(char serviceAddress) {
        // One process has them all.
    }

    @Override
    public boolean takesAnswers() {
        return true;
    }

    @Override
    public void begins(CallId call) {
        // A look-up of what was never written costs nothing here.
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure("tandem_journal_waiting_writes", "Writes that wait for their fsync", false,
                store::waitingWrites),
                new Figure("tandem_journal_refused_writes", "Writes refused because too many waited", true,
                        store::refusedWrites));
    }
}
