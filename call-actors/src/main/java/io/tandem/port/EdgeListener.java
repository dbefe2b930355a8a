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
        /** An INVITE whose Accept leaves no session description to answer with (RFC 3261 §20.1, RFC 4475 §3.3.15). */
        NOT_ACCEPTABLE(406),
        /** A To-tag that is not ours (§12.2.2, TRAP-2). */
        NO_DIALOG(481),
        /** OPTIONS, while the node takes no new calls (TSP-45). */
        DRAINING(503);

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
        /** Stream connections that one address has opened to us. */
        SOURCE_CONNECTIONS,
        /** Messages that wait for one connection to open. */
        CONNECTION_QUEUE,
        /** Bytes that a peer has not read yet (TRAP-30). */
        OUTBOUND_BYTES,
        /** A message too long for a datagram. */
        DATAGRAM,
        /** TLS handshakes that peers have begun and not finished. */
        HANDSHAKES
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
        /** The TLS handshake failed, or proved somebody else (TSP-28). */
        HANDSHAKE,
        /** A peer that answered keep-alives does not any more (RFC 5626 §4.4.1). */
        NO_PONG,
        /** The edge stopped. */
        STOPPED
    }

    /** Why a TLS handshake came to nothing (MET-16). */
    enum TlsFailure {
        /** The peer showed no certificate where one is required (TSP-21). */
        NO_CERTIFICATE,
        /** Its certificate leads to no root that we trust (TSP-28). */
        UNTRUSTED,
        /** Its certificate, or one above it, is not valid today. */
        EXPIRED,
        /** Its certificate may not be used so (TSP-25). */
        USAGE,
        /** It is somebody's whom we do not expect there (TSP-28). */
        NAME,
        /** No TLS version in common (TSP-20). */
        VERSION,
        /** No cipher suite in common (TSP-22). */
        CIPHER,
        /** The peer refused us, by an alert. */
        REFUSED_BY_PEER,
        /** The peer hung up in the middle. */
        CLOSED,
        /** It took too long. */
        TIMEOUT,
        /** What came is not TLS. */
        NOT_TLS, OTHER
    }

    /** A datagram or connection from outside every allowed source of the listener: dropped unread. */
    default void sourceRefused(String listener) {}

    /** A datagram dropped unread, or a connection read from more slowly, because its source sends too much. */
    default void sourceBlocked(String listener) {}

    /** A message was dropped, coming or going, because the address may be another node's by now. */
    default void lapsed(String listener) {}

    /** A request outside a dialog got 503 because its trunk was over its rate. */
    default void rateLimited(String trunk) {}

    /** A new call got 503 because the node has more to do than it can. */
    default void overloadRefused(String listener) {}

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

    /** A request too long for UDP goes by TCP (RFC 3261 §18.1.1). @param listener that it was meant for */
    default void movedToTcp(String listener) {}

    /** @param outbound whether we opened it */
    default void connectionOpened(String listener, boolean outbound) {}

    /** @param version as {@code TLSv1.3} @param cipher as {@code TLS_AES_256_GCM_SHA384} */
    default void secured(String listener, boolean outbound, String version, String cipher) {}

    default void handshakeFailed(String listener, boolean outbound, TlsFailure why) {}

    /** A certificate of ours was read anew after its file had changed. @param taken false: what was there serves on */
    default void certificateReloaded(String certificate, boolean taken) {}

    /** Only told of connections that {@link #connectionOpened} was told of, and of failed attempts to open one. */
    default void connectionClosed(String listener, Closing why) {}
}
