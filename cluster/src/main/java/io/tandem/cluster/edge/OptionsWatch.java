package io.tandem.cluster.edge;

/** Told, on the edge's own thread, that a peer asked whether we are there: note it, never block. */
@FunctionalInterface
public interface OptionsWatch {
    OptionsWatch NONE = (_, _) -> {
    };

    /** @param peer its name in the trunk, or its address where no peer has that one */
    void optionsFrom(String peerGroup, String peer);
}
