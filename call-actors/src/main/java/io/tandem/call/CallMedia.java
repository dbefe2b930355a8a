package io.tandem.call;

import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult.LocalMedia;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The call's media session as the call describes it: enough to open it again on the same ports.
 *
 * @param towardsCaller where the caller sends its media
 * @param towardsCallee where the called party sends its media
 * @param caller where the caller wants its media; empty before it said so
 * @param callee where the called party wants its media; empty before it said so
 * @param codecs names of the codecs agreed on, first one preferred
 * @param toldCaller what the caller was last told of our media
 * @param toldCallee what the called party was last told of our media
 * @param hold who has put whom on hold
 */
public record CallMedia(LocalMedia towardsCaller, LocalMedia towardsCallee, Optional<DescribeRemote> caller,
        Optional<DescribeRemote> callee, List<String> codecs, Told toldCaller, Told toldCallee, Hold hold) {

    /**
     * The description that a side was last given, to keep its version honest (RFC 3264 §8).
     *
     * @param description as it was sent; "" for none
     * @param version the highest version number used towards that side; 0 before the first
     */
    public record Told(String description, int version) {
        public static final Told NOTHING = new Told("", 0);

        boolean isNothing() {
            return description.isEmpty();
        }

        /** Without the description: a key may stand in it. */
        @Override
        public String toString() {
            return "Told[version=" + version + ", " + description.length() + " characters]";
        }

        /** As if so many more had been told and forgotten. */
        Told skip(long versions) {
            return new Told(description, (int) Math.min(Integer.MAX_VALUE / 2, version + versions));
        }
    }

    /** Which sides want to hear nothing of the other for now (RFC 3264 §8.4). */
    public record Hold(boolean byCaller, boolean byCallee) {
        public static final Hold NONE = new Hold(false, false);

        Hold by(MediaEnd end, boolean holds) {
            return end == MediaEnd.CALLER ? new Hold(holds, byCallee) : new Hold(byCaller, holds);
        }

        boolean by(MediaEnd end) {
            return end == MediaEnd.CALLER ? byCaller : byCallee;
        }

        /** The sides that hold, in words. */
        public List<String> sides() {
            List<String> sides = new ArrayList<>(2);
            if (byCaller) {
                sides.add("caller");
            }
            if (byCallee) {
                sides.add("callee");
            }
            return sides;
        }
    }

    /** Before anybody has been told anything. */
    static CallMedia opened(LocalMedia towardsCaller, LocalMedia towardsCallee) {
        return new CallMedia(towardsCaller, towardsCallee, Optional.empty(), Optional.empty(), List.of(), Told.NOTHING,
                Told.NOTHING, Hold.NONE);
    }

    /** Whether its descriptions hold keys: whoever keeps them has to seal them. */
    public boolean secured() {
        return caller.map(DescribeRemote::secured).orElse(false) || callee.map(DescribeRemote::secured).orElse(false);
    }

    /** The same when it is over: nobody needs its keys any more, nor the descriptions that hold them. */
    public CallMedia withoutKeys() {
        return secured()
                ? new CallMedia(towardsCaller, towardsCallee, withoutKeys(caller), withoutKeys(callee), codecs,
                        Told.NOTHING, Told.NOTHING, hold)
                : this;
    }

    private static Optional<DescribeRemote> withoutKeys(Optional<DescribeRemote> end) {
        return end.map(remote -> remote.secured() ? remote.protectedBy(Optional.empty()) : remote);
    }

    LocalMedia towards(MediaEnd end) {
        return end == MediaEnd.CALLER ? towardsCaller : towardsCallee;
    }

    Optional<DescribeRemote> remote(MediaEnd end) {
        return end == MediaEnd.CALLER ? caller : callee;
    }

    Told told(MediaEnd end) {
        return end == MediaEnd.CALLER ? toldCaller : toldCallee;
    }

    CallMedia with(MediaEnd end, Optional<DescribeRemote> remote) {
        boolean ofCaller = end == MediaEnd.CALLER;
        return new CallMedia(towardsCaller, towardsCallee, ofCaller ? remote : caller, ofCaller ? callee : remote,
                codecs, toldCaller, toldCallee, hold);
    }

    CallMedia withCodecs(List<String> agreed) {
        return new CallMedia(towardsCaller, towardsCallee, caller, callee, agreed, toldCaller, toldCallee, hold);
    }

    CallMedia telling(MediaEnd end, Told told) {
        boolean toCaller = end == MediaEnd.CALLER;
        return new CallMedia(towardsCaller, towardsCallee, caller, callee, codecs, toCaller ? told : toldCaller,
                toCaller ? toldCallee : told, hold);
    }

    /** This session, after the other one was told in vain: its version numbers are used up (RFC 3264 §8). */
    CallMedia numberedAs(CallMedia tried) {
        return telling(MediaEnd.CALLER, new Told(toldCaller.description(), tried.toldCaller().version()))
                .telling(MediaEnd.CALLEE, new Told(toldCallee.description(), tried.toldCallee().version()));
    }

    CallMedia held(Hold newer) {
        return new CallMedia(towardsCaller, towardsCallee, caller, callee, codecs, toldCaller, toldCallee, newer);
    }
}
