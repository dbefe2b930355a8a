package io.tandem.call;

import io.tandem.interworking.Replaces;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.message.SipUri;

/** What one call of ours tells another of the party that it connects a side with. */
public sealed interface FarSide {

    /**
     * It can be called anew, in the place of its dialog with us.
     *
     * @param dialog that dialog, as the party itself names it
     * @param contact where the party wants requests of that dialog (its Contact)
     * @param way how those requests go
     * @param who its number or user part
     */
    record Replaceable(Replaces dialog, SipUri contact, Target way, String who) implements FarSide {}

    /** @param status what the REFER comes to, for that reason */
    record Unavailable(int status, String reason) implements FarSide {}
}
