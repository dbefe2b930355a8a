package io.tandem.port;

import io.tandem.sip.message.Problem;

/**
 * Told of what the SIP edge turns away or loses, on the edge's own thread: count, never block. What the transactions
 * themselves do is told to their own listener.
 */
public interface EdgeListener {
    EdgeListener NONE = new EdgeListener() {
    };

    /** Why a well-formed request never reached a call. */
    enum Refusal {
        /** No hop left (RFC 3261 §16.3 3). */
        MAX_FORWARDS(483),
        /** A method that nobody here knows (§8.2.1). */
        METHOD_UNKNOWN(501),
        /** A known method that is not for us outside a dialog (§8.2.1). */
        METHOD_NOT_ALLOWED(405),
        /** An extension in Require that we have not (§8.2.2.3). */
        EXTENSION(420),
        /** A Request-URI that is neither sip, sips nor tel (§8.2.2.1). */
        URI_SCHEME(416),
        /** A To-tag that is not ours (§12.2.2, TRAP-2). */
        NO_DIALOG(481);

        private final int status;

        Refusal(int status) {
            this.status = status;
        }

        /** What the sender is answered. */
        public int status() {
            return status;
        }
    }

    /** What was full (design §9). */
    enum Limit {
        /** Stream connections at once. */
        CONNECTIONS,
        /** Messages that wait for one connection to open. */
        CONNECTION_QUEUE,
        /** Bytes that a peer has not read yet (TRAP-30). */
        OUTBOUND_BYTES,
        /** A message too long for a datagram. */
        DATAGRAM
    }

    /** Why a stream connection ended. */
    enum Closing {
        /** The far side closed it, or the network did. */
        PEER,
        /** It could not be opened (TRAP-31). */
        CONNECT,
        /** Nothing came for too long, or never a whole message. */
        IDLE,
        /** The peer did not read (TRAP-30). */
        SLOW_READER,
        /** What came could not be cut into messages (RFC 3261 §18.3). */
        FRAMING,
        /** Another protocol spoke to a SIP port (TRAP-33). */
        FOREIGN_PROTOCOL,
        /** The edge stopped. */
        STOPPED
    }

    /** A datagram or connection from outside every allowed source of the listener: dropped unread. */
    default void sourceRefused(String listener) {}

    /** @param answered whether the sender could be told */
    default void malformed(String listener, Problem problem, boolean answered) {}

    /** A request was answered here with {@link Refusal#status()}. */
    default void refused(String listener, Refusal refusal) {}

    /** An OPTIONS outside a dialog was answered 200 here (§11.2). */
    default void optionsAnswered(String listener) {}

    /** An ACK or a late 2xx whose tag is not ours: dropped, an ACK is never answered (TRAP-6). */
    default void unmatched(String listener) {}

    default void keepAlive(String listener) {}

    default void overLimit(String listener, Limit limit) {}

    /** A message could not be handed to the network. */
    default void sendFailed(String listener) {}

    /** @param outbound whether we opened it */
    default void connectionOpened(String listener, boolean outbound) {}

    /** Only told of connections that {@link #connectionOpened} was told of, and of failed attempts to open one. */
    default void connectionClosed(String listener, Closing why) {}
}
