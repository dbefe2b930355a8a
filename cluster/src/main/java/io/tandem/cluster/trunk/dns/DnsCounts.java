package io.tandem.cluster.trunk.dns;

import java.util.concurrent.atomic.LongAdder;

/** What became of the questions. */
public final class DnsCounts {
    final LongAdder answered = new LongAdder();
    final LongAdder nothing = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder timeouts = new LongAdder();

    /** Questions answered with records. */
    public long answered() {
        return answered.sum();
    }

    /** Questions answered with "there is none". */
    public long nothing() {
        return nothing.sum();
    }

    /** Questions that no server answered, after all tries. */
    public long failed() {
        return failed.sum();
    }

    /** Single tries that came to nothing: timed out, refused, or an error of the server. */
    public long triesLost() {
        return timeouts.sum();
    }
}
