package io.tandem.sim;

import java.util.List;

/**
 * Who hands the call on (RFC 3515), and to whom: in most runs nobody.
 *
 * @param takings how the third peers take it, in their order; there are as many on either trunk
 * @param third what a third peer does in the call that it has taken
 */
record Transfers(List<Taking> takings, List<InCall> caller, List<InCall> called, List<InCall> third) {
    static final Transfers NONE = new Transfers(List.of(), List.of(), List.of(), List.of());
}
