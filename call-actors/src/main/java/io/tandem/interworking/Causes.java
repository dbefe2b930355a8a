package io.tandem.interworking;

/** Release causes: SIP status to Q.850 cause value (RFC 3398 §8.2.6.1, RFC 6432). */
public final class Causes {
    public static final int NORMAL_CLEARING = 16;
    public static final int USER_BUSY = 17;
    public static final int NO_ANSWER = 19;
    public static final int RECOVERY_ON_TIMER_EXPIRY = 102;
    public static final int INTERWORKING = 127;

    private Causes() {}

    /** The Q.850 cause value for a final status that refused an INVITE. */
    public static int q850OfStatus(int status) {
        return switch (status) {
            case 400, 481, 500, 503 -> 41; // temporary failure
            case 401, 402, 403, 407, 603 -> 21; // call rejected
            case 404, 604 -> 1; // unallocated number
            case 405 -> 63; // service or option unavailable
            case 406, 415, 420, 488, 501, 606 -> 79; // service or option not implemented
            case 408, 504 -> RECOVERY_ON_TIMER_EXPIRY;
            case 410 -> 22; // number changed
            case 413, 414, 416, 421, 423, 505, 513 -> INTERWORKING;
            case 480 -> 18; // no user responding
            case 482, 483 -> 25; // exchange routing error
            case 484 -> 28; // invalid number format
            case 485 -> 1;
            case 486, 600 -> USER_BUSY; // TSP-125: 17, not 34
            case 487 -> NORMAL_CLEARING;
            case 502 -> 38; // network out of order
            default -> status >= 300 && status < 400 ? 23 : 31;
        };
    }

    /**
     * A Reason header value (RFC 3326).
     *
     * @param text in words, a peer's own perhaps: quoted as RFC 3261 §25.1 wants it; "" for none
     */
    public static String q850Reason(int cause, String text) {
        String value = "Q.850;cause=" + cause;
        return text.isEmpty() ? value : value + ";text=\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
