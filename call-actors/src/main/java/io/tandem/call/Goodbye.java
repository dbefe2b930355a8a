package io.tandem.call;

import io.tandem.leg.Leg;
import io.tandem.sip.dialog.DialogId;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.transaction.ClientTransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A BYE that waits for the answer to the last word in its dialog. A NOTIFY that it overtook, or that was repeated behind it,
 * would find no dialog any more: the transferor would never hear what has come of its REFER (TRAP-19, RFC 6665 §4.1.3).
 *
 * @param word the NOTIFY
 * @param leg whose dialog it is
 * @param bye ready to be sent
 */
public record Goodbye(ClientTransactionId word, Leg leg, CallEffect.SendRequest bye) {

    /** The decision that ends a call, with its BYE in that leg's dialog kept for later, where it says one there. */
    static Decision behind(ClientTransactionId word, Leg leg, Decision ending) {
        Optional<CallEffect.SendRequest> bye = ending.effects()
                .stream()
                .filter(CallEffect.SendRequest.class::isInstance)
                .map(CallEffect.SendRequest.class::cast)
                .filter(send -> send.leg() == leg.number() && send.request().method().equals(SipMethod.BYE))
                .findFirst();
        if (bye.isEmpty() || !(ending.next() instanceof CallState.Releasing releasing)) {
            return ending;
        }
        List<CallEffect> others = new ArrayList<>(ending.effects());
        others.remove(bye.get());
        return new Decision(releasing.holding(Optional.of(new Goodbye(word, leg, bye.get()))), ending.events(), others);
    }

    boolean isIn(DialogId dialog) {
        return leg.knownDialog().filter(known -> known.id().equals(dialog)).isPresent();
    }
}
