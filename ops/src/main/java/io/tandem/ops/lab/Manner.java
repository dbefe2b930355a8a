package io.tandem.ops.lab;

import io.tandem.sip.message.Header;
import io.tandem.sip.message.HeaderName;
import java.util.ArrayList;
import java.util.List;

/**
 * How an agent presents itself.
 *
 * @param allow value of Allow; what is not in it is refused with 405
 * @param supported value of Supported; "" for none
 * @param reliable whether its provisional responses are to be acknowledged where the caller can (RFC 3262); where the
 *            caller requires it they are in any case
 * @param inviteHeaders what its INVITEs carry beside what they must
 */
public record Manner(String allow, String supported, boolean reliable, SessionTimer timer,
        List<Header> inviteHeaders) {
    /** A plain end of an operator's core. */
    public static final Manner CORE = new Manner("INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, PRACK", "", false,
            SessionTimer.NONE, List.of());
    /** Microsoft's side: session timer, Replaces, no UPDATE (TSP-110, TSP-113 to TSP-115). */
    public static final Manner MICROSOFT = new Manner("INVITE, ACK, CANCEL, BYE, INFO, NOTIFY, PRACK, OPTIONS, REFER",
            "replaces, timer", false, SessionTimer.MICROSOFT, List.of());

    public Manner {
        inviteHeaders = List.copyOf(inviteHeaders);
    }

    /** The same with one more header in its INVITEs: X-MS-TenantID (TSP-71), X-MS-FMC (TSP-72). */
    public Manner withInviteHeader(String name, String value) {
        List<Header> more = new ArrayList<>(inviteHeaders);
        more.add(new Header(HeaderName.of(name), value));
        return new Manner(allow, supported, reliable, timer, more);
    }

    public Manner withTimer(SessionTimer other) {
        return new Manner(allow, supported, reliable, other, inviteHeaders);
    }

    /** The same with provisional responses that want an acknowledgement. */
    public Manner withReliability() {
        String options = supported.isEmpty() ? "100rel" : supported + ", 100rel";
        return new Manner(allow, options, true, timer, inviteHeaders);
    }

    public Manner withAllow(String other) {
        return new Manner(other, supported, reliable, timer, inviteHeaders);
    }

    boolean allows(String method) {
        return List.of(allow.split(", *")).contains(method);
    }
}
