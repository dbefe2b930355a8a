package io.tandem.port;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whom the numbers of places stand for that calls for help have been shown by (ELIN, NUM-46): this node's copy. Any thread.
 * Numbers are canonical.
 */
public interface CallBacks {
    /** Of a deployment that shows nobody the number of a place. */
    CallBacks NONE = new CallBacks() {
        @Override
        public void keep(String elin, String caller) {}

        @Override
        public Optional<String> callerOf(String elin) {
            return Optional.empty();
        }

        @Override
        public CompletionStage<Optional<String>> find(String elin) {
            return CompletableFuture.completedStage(Optional.empty());
        }

        @Override
        public boolean ready() {
            return true;
        }
    };

    /** From now on, for the time that is configured, that number leads to that caller. Nothing waits for it. */
    void keep(String elin, String caller);

    /** As this node knows it; at once. */
    Optional<String> callerOf(String elin);

    /** Asks where the copy is not {@link #ready}. Never fails: where nobody can tell, it stands for nobody. */
    CompletionStage<Optional<String>> find(String elin);

    /** Whether the copy has been told all that is known. */
    boolean ready();
}
