package io.tandem.media.session;

import java.time.Duration;

/** What a watched session has to say of media that does not come (TSP-165): when that changes, and not before. */
public sealed interface Silence {

    /** Neither end has sent RTP or RTCP for so long. Said once, until something comes. */
    record Everywhere(Duration lasting) implements Silence {}

    /** That end has sent no RTP for as long as the limit says, while the other does. Said once, until it speaks. */
    record OneWay(MediaEnd end) implements Silence {}

    /** The end of which {@link OneWay} was said has sent RTP again. */
    record Over(MediaEnd end) implements Silence {}
}
