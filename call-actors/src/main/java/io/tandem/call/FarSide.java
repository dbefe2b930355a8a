package io.tandem.call;

import io.tandem.interworking.Replaces;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.SipUri;

/** What one call of ours tells another of the party that it connects a side with. */
public sealed interface FarSide {

    /**
     * An INVITE with Replaces reaches it: in the place of its dialog with us, or, where it takes none, in the place of the
     * other side of its call, which then stays between ({@link BetweenCalls}).
     *
     * @param dialog that dialog, as the one who gets the INVITE names it
     * @param contact where that one wants requests of it (its Contact)
     * @param way how those requests go
     * @param who the party's number or user part
     */
    record Replaceable(Replaces dialog, SipUri contact, Target way, String who) implements FarSide {}

    /** @param status what the REFER comes to, for that reason */
    record Unavailable(int status, String reason) implements FarSide {}
}
