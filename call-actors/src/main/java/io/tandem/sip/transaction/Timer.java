package io.tandem.sip.transaction;

/**
 * The timers of RFC 3261 §17 table 4 and RFC 6026, under their letters, and the few that have none. A transaction has
 * at most one that repeats something and one that bounds its state at a time.
 */
enum Timer {
    /** INVITE request repeats. */
    A(true),
    /** INVITE gets no response at all. */
    B(false),
    /** INVITE gets no further response (§16.6). */
    C(false),
    /** Repetitions of a refusal may still come. */
    D(false),
    /** Non-INVITE request repeats. */
    E(true),
    /** Non-INVITE request gets no final response. */
    F(false),
    /** Refusal of an INVITE repeats. */
    G(true),
    /** Refusal of an INVITE gets no ACK. */
    H(false),
    /** Repetitions of the ACK may still come. */
    I(false),
    /** Repetitions of a non-INVITE request may still come. */
    J(false),
    /** Repetitions of a non-INVITE response may still come. */
    K(false),
    /** Repetitions of an accepted INVITE, and the ACK to its 2xx, may still come (RFC 6026). */
    L(false),
    /** Further 2xx, and repetitions, may still come (RFC 6026). */
    M(false),
    /** An INVITE has waited long enough for the 100 (§17.2.1). */
    TRYING(true),
    /** 2xx repeats until its ACK comes (§13.3.1.4). */
    ANSWER(true),
    /** A cancelled INVITE gets no final response (§9.1). */
    CANCELLED(false),
    /** A non-INVITE request is not answered by its user, and its sender has given up. */
    UNANSWERED(false);

    private final boolean repeats;

    Timer(boolean repeats) {
        this.repeats = repeats;
    }

    /** Whether it makes something be sent again, rather than bounding the state. */
    boolean repeats() {
        return repeats;
    }
}
