package io.tandem.cluster.address;

import java.time.Duration;

/**
 * How patient the book of addresses is.
 *
 * @param reports how long a new book waits for all members to say what they have
 * @param home how long an address that nobody ever had waits for its home to come up
 * @param handBackAfter how long a home has to be up before it gets its address back
 * @param handBackCalls it gets it back by itself when so few calls are on it; they move
 * @param again an order without an answer is given again after this
 * @param barred how long a node that could not take an address is not asked again
 */
public record BookSettings(Duration reports, Duration home, Duration handBackAfter, int handBackCalls, Duration again,
        Duration barred) {
    public static final BookSettings DEFAULT = new BookSettings(Duration.ofSeconds(3), Duration.ofSeconds(20),
            Duration.ofSeconds(10), 0, Duration.ofSeconds(1), Duration.ofSeconds(30));
}
