package io.tandem.sim;

import io.tandem.sip.dialog.DialogId;
import java.util.Optional;

/** Whom a REFER names. */
sealed interface Whom {

    /** The value of its Refer-To; empty: it cannot say yet. */
    Optional<String> in(World world);

    record Number(String number) implements Whom {
        @Override
        public Optional<String> in(World world) {
            return Optional.of("<sip:" + number + "@" + World.MEDIA_ADDRESS + ";user=phone>");
        }
    }

    /**
     * A peer of one of the trunks, by its address.
     *
     * @param atCore of which trunk
     * @param dialog whether it is to replace a dialog that is none of ours
     */
    record OfTrunk(boolean atCore, boolean dialog) implements Whom {
        @Override
        public Optional<String> in(World world) {
            String replaces = dialog ? "?Replaces=elsewhere%4010.9.9.9%3Bto-tag%3Dt%3Bfrom-tag%3Df" : "";
            return Optional.of("<sip:+441632960400@" + Sites.text(Sites.third(atCore, 0)) + replaces + ">");
        }
    }

    /** The partner of the second call, by the dialog that leads there. */
    record Partner(boolean wrong) implements Whom {
        @Override
        public Optional<String> in(World world) {
            return world.consulted().map(dialog -> {
                DialogId id = dialog.id();
                return "<sip:+441632960600@" + World.MEDIA_ADDRESS + "?Replaces=" + id.callId().replace("@", "%40")
                        + "%3Bto-tag%3D" + id.remoteTag() + "%3Bfrom-tag%3D" + (wrong ? "nobody" : id.localTag())
                        + ">";
            });
        }
    }
}
