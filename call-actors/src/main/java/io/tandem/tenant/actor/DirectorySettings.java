package io.tandem.tenant.actor;

import java.time.Duration;

/**
 * Bounds of a node's number directory.
 *
 * @param blocks how many blocks it keeps; about 2 KB each
 * @param refreshAfter a block that is used and older than this is asked whether it changed: heals a lost message, so
 *        that routing takes effect in under 10 s
 * @param loads how many blocks may be on their way at a time
 * @param timeout how long a block may take to answer
 */
public record DirectorySettings(int blocks, Duration refreshAfter, int loads, Duration timeout) {
    public static final DirectorySettings DEFAULT = new DirectorySettings(20_000, Duration.ofSeconds(6), 2_000,
            Duration.ofSeconds(3));
}
