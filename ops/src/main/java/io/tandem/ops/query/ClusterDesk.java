package io.tandem.ops.query;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The cluster, as operators see it and steer it from the ops port of any node. Thread-safe. */
public interface ClusterDesk {

    /** What came of an order. */
    sealed interface Outcome {

        /** It is known where it has to be, and is being followed. */
        record Taken() implements Outcome {}

        /** The order names what is not there. @param message what is wrong and what would be right */
        record Unknown(String message) implements Outcome {}

        /** It cannot be followed as things stand. @param message why, and what would help */
        record Impossible(String message) implements Outcome {}
    }

    /** How it stands. */
    CompletionStage<ClusterView> view();

    /** That node takes no new calls and gives up its service addresses. @param node {@code host:port}; empty: this one */
    CompletionStage<Outcome> drain(Optional<String> node);

    /** It takes calls and addresses again. */
    CompletionStage<Outcome> undrain(Optional<String> node);

    /** A service address goes home with its calls. */
    CompletionStage<Outcome> handBack(String address);
}
