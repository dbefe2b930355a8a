package io.tandem.sip.transaction;

import java.util.List;

/**
 * What a server transaction's machine makes of an input: its next state, and what is to be done, in order. What goes to
 * the user stands last, because the user may call back from inside.
 */
record ServerStep(ServerState state, List<ServerAction> actions) {

    static ServerStep of(ServerState state, ServerAction... actions) {
        return new ServerStep(state, List.of(actions));
    }

    /** Nothing is to be done. */
    static ServerStep stay(ServerState state) {
        return new ServerStep(state, List.of());
    }
}
