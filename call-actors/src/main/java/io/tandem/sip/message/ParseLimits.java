package io.tandem.sip.message;

import java.util.function.ToIntFunction;

/** What is too big to be read: a number for each {@link ElementLimit}. Immutable. */
public final class ParseLimits {
    /** The limits of F-133 and F-134, and ours where those name none. */
    public static final ParseLimits DEFAULT = of(ElementLimit::standard);

    /** As wide as a datagram can be: what RFC 3261 asks of an element that has no reason to refuse. */
    public static final ParseLimits WIDE = of(ElementLimit::most).with(ElementLimit.BODY_BYTES, 65_535);

    private final int[] most;

    private ParseLimits(int[] most) {
        this.most = most;
    }

    public static ParseLimits of(ToIntFunction<ElementLimit> most) {
        ElementLimit[] limits = ElementLimit.values();
        int[] numbers = new int[limits.length];
        for (ElementLimit limit : limits) {
            numbers[limit.ordinal()] = most.applyAsInt(limit);
        }
        return new ParseLimits(numbers);
    }

    public int of(ElementLimit limit) {
        return most[limit.ordinal()];
    }

    public ParseLimits with(ElementLimit limit, int number) {
        int[] numbers = most.clone();
        numbers[limit.ordinal()] = number;
        return new ParseLimits(numbers);
    }

    public int messageBytes() {
        return of(ElementLimit.MESSAGE_BYTES);
    }

    public int bodyBytes() {
        return of(ElementLimit.BODY_BYTES);
    }

    public ParseLimits withMessageBytes(int bytes) {
        return with(ElementLimit.MESSAGE_BYTES, bytes);
    }

    public ParseLimits withBodyBytes(int bytes) {
        return with(ElementLimit.BODY_BYTES, bytes);
    }

    public ParseLimits withUriBytes(int bytes) {
        return with(ElementLimit.URI_BYTES, bytes);
    }
}
