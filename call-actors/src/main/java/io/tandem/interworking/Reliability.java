package io.tandem.interworking;

import io.tandem.port.TrunkSetUp.ReliableProvisional;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.RAck;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.Optional;

/** Who acknowledges provisional responses to whom: decided on each leg by itself (RFC 3262, TSP-116). */
public final class Reliability {
    public static final String OPTION = "100rel";

    private Reliability() {}

    /** What our INVITE says of it. */
    public static void announce(ReliableProvisional trunk, SipRequest.Builder invite) {
        switch (trunk) {
            case SUPPORTED -> invite.add(HeaderName.SUPPORTED, OPTION);
            case REQUIRED -> invite.add(HeaderName.SUPPORTED, OPTION).add(HeaderName.REQUIRE, OPTION);
            case OFF -> {
            }
        }
    }

    /** Whether this caller is to be told reliably (§3). */
    public static boolean wanted(ReliableProvisional trunk, SipRequest invite) {
        return switch (trunk) {
            case SUPPORTED -> required(invite);
            case REQUIRED -> required(invite) || has(invite, HeaderName.SUPPORTED);
            case OFF -> false;
        };
    }

    public static boolean required(SipMessage message) {
        return has(message, HeaderName.REQUIRE);
    }

    private static boolean has(SipMessage message, HeaderName header) {
        return message.headers().contains(header)
                && message.headers().values(header).stream().anyMatch(OPTION::equalsIgnoreCase);
    }

    /** Its number, where the response wants a PRACK (§4); empty where it does not. */
    public static Optional<Long> number(SipResponse provisional) {
        return required(provisional) ? RAck.rseqOf(provisional) : Optional.empty();
    }
}
