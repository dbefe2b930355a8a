package io.tandem.port;

import io.tandem.sip.message.HeaderName;
import java.util.Optional;
import java.util.Set;

/**
 * What a trunk is shown and believed beyond its numbers ({@code tandem.peer-groups[].profile}, TSP-64 to TSP-97).
 *
 * @param customers Direct Routing: the regional domain that each customer has a label of (TSP-64, F-160)
 * @param codecs names of those that it speaks and is offered, in capitals, beside tones and comfort noise; empty for all (TSP-129, F-63)
 * @param emergency whether calls for help go to it, and nothing else: an emergency routing service (F-143)
 * @param elin whether a call for help shows it the number of its place in the stead of the caller's (F-146)
 * @param secured whether its media is SRTP with keys in the descriptions, and nothing else (TSP-140, TSP-141)
 */
public record TrunkProfile(Proprietary proprietary, Identity identity, Forwarding forwarding,
        Optional<String> customers, Set<String> codecs, boolean emergency, boolean elin,
        boolean secured) {
    public static final TrunkProfile DEFAULT = new TrunkProfile(Proprietary.DEFAULT, Identity.DEFAULT,
            Forwarding.PASSED, Optional.empty());

    /** The same with media of that kind. */
    public TrunkProfile secured(boolean wanted) {
        return new TrunkProfile(proprietary, identity, forwarding, customers, codecs, emergency, elin, wanted);
    }

    /** A profile whose media is plain. */
    public TrunkProfile(Proprietary proprietary, Identity identity, Forwarding forwarding,
            Optional<String> customers, Set<String> codecs, boolean emergency, boolean elin) {
        this(proprietary, identity, forwarding, customers, codecs, emergency, elin, false);
    }

    /** A profile that is shown callers as they are. */
    public TrunkProfile(Proprietary proprietary, Identity identity, Forwarding forwarding,
            Optional<String> customers, Set<String> codecs, boolean emergency) {
        this(proprietary, identity, forwarding, customers, codecs, emergency, false);
    }

    /** A profile that is offered all codecs. */
    public TrunkProfile(Proprietary proprietary, Identity identity, Forwarding forwarding,
            Optional<String> customers) {
        this(proprietary, identity, forwarding, customers, Set.of(), false);
    }

    /**
     * The headers that no RFC knows.
     *
     * @param sbc to Microsoft: what X-MS-SBC says of us, where not what it says on every trunk (TSP-70)
     * @param tenantId to the core: whether X-MS-TenantID passes (F-28)
     * @param tenantHeader to the core: a header that says the tenant as well (F-29)
     * @param tenantContext to the core: our Contact names the tenant as {@code tgrp}, in this {@code trunk-context}
     *            (F-29, RFC 4904)
     * @param passed from Microsoft: further X-MS- and MS- headers that pass to the core (TSP-74)
     * @param custom to the core: the header that a number's own value goes in (F-30, TSP-75)
     */
    public record Proprietary(Optional<String> sbc, boolean tenantId, Optional<HeaderName> tenantHeader,
            Optional<String> tenantContext, Set<HeaderName> passed, Optional<HeaderName> custom) {
        public static final Proprietary DEFAULT = new Proprietary(Optional.empty(), true, Optional.empty(),
                Optional.empty(), Set.of(), Optional.empty());
    }

    /**
     * Who is asserted to call, and to whom that is told.
     *
     * @param trusted whether its word on identities counts, and whether it is told those that are withheld (TSP-92)
     * @param preferred whether P-Preferred-Identity is read where it asserts nothing else (TSP-91)
     * @param withheld to Microsoft: whether P-Asserted-Identity names a caller that withholds its number (TSP-93)
     */
    public record Identity(boolean trusted, boolean preferred, boolean withheld) {
        public static final Identity DEFAULT = new Identity(true, false, true);
    }

    /** How a trunk is told by whom a call was forwarded before (TSP-94 to TSP-96). */
    public enum Forwarding {
        /** As History-Info (RFC 7044). */
        HISTORY_INFO("history-info"),
        /** As Diversion (RFC 5806). */
        DIVERSION("diversion"),
        /** In the header that it came in. */
        PASSED("as-received"),
        /** Not at all. */
        NONE("none");

        private final String configName;

        Forwarding(String configName) {
            this.configName = configName;
        }

        public String configName() {
            return configName;
        }
    }
}
