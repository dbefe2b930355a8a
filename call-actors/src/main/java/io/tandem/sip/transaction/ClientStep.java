package io.tandem.sip.transaction;

import java.util.List;

/**
 * What a client transaction's machine makes of an input: its next state, and what is to be done, in order. What goes to
 * the user stands last, because the user may call back from inside.
 */
record ClientStep(ClientState state, List<ClientAction> actions) {

    static ClientStep of(ClientState state, ClientAction... actions) {
        return new ClientStep(state, List.of(actions));
    }

    /** Nothing is to be done. */
    static ClientStep stay(ClientState state) {
        return new ClientStep(state, List.of());
    }
}
