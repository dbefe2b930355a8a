package io.tandem.media.sdp;

import java.util.Optional;

/** Which way media flows, seen from who wrote the description (RFC 8866 §6.7). */
public enum Direction {
    SENDRECV("sendrecv", true, true), SENDONLY("sendonly", true, false), RECVONLY("recvonly", false,
            true), INACTIVE("inactive", false, false);

    private final String attribute;
    private final boolean sends;
    private final boolean receives;

    Direction(String attribute, boolean sends, boolean receives) {
        this.attribute = attribute;
        this.sends = sends;
        this.receives = receives;
    }

    /** The attribute's name on the wire. */
    public String attribute() {
        return attribute;
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }

    /** The same flow, seen from the other end. */
    public Direction reversed() {
        return of(receives, sends);
    }

    /** What is left of this one when the writer may only do that much. */
    public Direction limitedTo(Direction allowed) {
        return of(sends && allowed.sends, receives && allowed.receives);
    }

    static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    static Optional<Direction> of(Line line) {
        if (line.type() == 'a') {
            for (Direction direction : values()) {
                if (direction.attribute.equals(line.value())) {
                    return Optional.of(direction);
                }
            }
        }
        return Optional.empty();
    }
}
