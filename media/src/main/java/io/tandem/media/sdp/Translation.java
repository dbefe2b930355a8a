package io.tandem.media.sdp;

/**
 * What one end of a session speaks where the other end speaks something else (F-63), or by another number (F-27): its packets with
 * the one payload type become packets with the other, both ways.
 *
 * @param here what that end sends and wants
 * @param there what the other end sends and wants
 */
public record Translation(Codec here, Codec there) {
    /** At one end: a description names a handful of codecs, and each that is translated takes a codec's memory. */
    public static final int MOST = 8;

    public Translation {
        if (!here.sameEncoding(there) && (here.speech().isEmpty() || there.speech().isEmpty())) {
            throw new IllegalArgumentException("nothing makes " + here + " of " + there);
        }
    }
}
