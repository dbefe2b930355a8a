package io.tandem.sim;

import java.util.List;
import java.util.Optional;

/**
 * Who comes into the call from outside of it, if anybody does: in most runs nobody.
 *
 * @param newcomer one who comes for the place of a side (RFC 3891)
 * @param consultation a second call, which whoever hands the first one on may join it with (RFC 5589 §7)
 */
record Company(Optional<Newcomer> newcomer, Optional<Consultation> consultation) {
    static final Company NONE = new Company(Optional.empty(), Optional.empty());

    /**
     * An INVITE with Replaces.
     *
     * @param ofCaller whose place: the caller's, or the called side's
     * @param wrong whether it names a dialog that nobody has
     */
    record Newcomer(Placing placing, boolean ofCaller, boolean wrong, int afterMillis) {}

    /**
     * A call of Microsoft's side to a partner at the core.
     *
     * @param taking how the partner takes it
     * @param replacing how the partner takes who is to come in its place
     * @param partner what the partner does in a call that is up
     */
    record Consultation(Placing placing, int afterMillis, Taking taking, Taking replacing, List<InCall> partner) {}
}
