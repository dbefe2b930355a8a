package io.tandem.port;

/**
 * How calls of a trunk come about, before they are answered.
 *
 * @param reliable provisional responses that are acknowledged (RFC 3262, TSP-116)
 * @param forwarded what callers of the trunk get for 181 and 182 (TSP-97)
 * @param redirects what becomes of a 3xx of its peers
 * @param earlyMedia whether callers of the trunk hear the called side before it answers (F-24)
 * @param transfers whether its peers may hand calls on by REFER; Microsoft resolves a transfer itself where not (TSP-110)
 */
public record TrunkSetUp(ReliableProvisional reliable, Forwarded forwarded, Redirects redirects,
        boolean earlyMedia, boolean transfers) {
    public static final TrunkSetUp DEFAULT = new TrunkSetUp(ReliableProvisional.SUPPORTED, Forwarded.RELAYED,
            Redirects.PASSED);

    /** Of a trunk with early media, whose peers may hand calls on. */
    public TrunkSetUp(ReliableProvisional reliable, Forwarded forwarded, Redirects redirects) {
        this(reliable, forwarded, redirects, true, true);
    }

    /** 100rel on the legs of a trunk; each leg has its own, whatever the other one does. */
    public enum ReliableProvisional {
        /** Offered to its peers; done for callers that require it. */
        SUPPORTED,
        /** Required of its peers; done for callers that support it. */
        REQUIRED,
        /** Never: a caller that requires it gets 420. */
        OFF
    }

    /** What a caller is told while a call is forwarded (181) or queued (182). */
    public enum Forwarded {
        RELAYED(0),
        /** 180. */
        RINGING(180),
        /** 183. */
        PROGRESS(183);

        private final int status;

        Forwarded(int status) {
            this.status = status;
        }

        /** The status to pass on instead of that one. */
        public int instead(int given) {
            return this != RELAYED && (given == 181 || given == 182) ? status : given;
        }
    }

    /** What becomes of a redirection. */
    public enum Redirects {
        /** The caller gets it. */
        PASSED,
        /** We call where it points, by our own routing. */
        FOLLOWED
    }

    /**
     * What its callers get for that status. Without early media a description before the answer is not told them, and what
     * announced it is 180: they ring, where they would have listened.
     */
    public int shown(int given, boolean described) {
        return described && !earlyMedia ? 180 : forwarded.instead(given);
    }

    /** Whether we say that we can be told reliably. */
    public boolean offersReliability() {
        return reliable != ReliableProvisional.OFF;
    }
}
