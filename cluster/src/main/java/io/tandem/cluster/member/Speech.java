package io.tandem.cluster.member;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Optional;

/**
 * What a build says to other nodes and stores for them, as one number, and the lowest that it still understands. Messages
 * and events grow by components that older builds leave out, which is no new version; where that does not do, a build first
 * learns to understand the next version and a later one speaks it, so that an upgrade node by node always passes. This
 * build's two stand in {@code pekko.conf}.
 *
 * @param version that it speaks
 * @param oldest that it understands
 */
record Speech(int version, int oldest) {
    private static final String VERSION = "tandem.join.speech.version";
    private static final String OLDEST = "tandem.join.speech.oldest";
    /** What must be shown to the other node. */
    static final List<String> KEYS = List.of(VERSION, OLDEST);

    /** Of a node by its settings; builds that say nothing of it speak the first. */
    static Speech of(Config settings) {
        return new Speech(settings.hasPath(VERSION) ? settings.getInt(VERSION) : 1,
                settings.hasPath(OLDEST) ? settings.getInt(OLDEST) : 1);
    }

    /** Why the two cannot be of one cluster, if that is so. @param other the node that wants in, or that is there */
    Optional<String> against(Speech other) {
        if (other.version < oldest) {
            return Optional.of("the other node " + other.words() + ", and this one " + words()
                    + ": the other one is too old, upgrade by a build in between");
        }
        if (version < other.oldest) {
            return Optional.of("the other node " + other.words() + ", and this one " + words()
                    + ": this one is too old, upgrade by a build in between");
        }
        return Optional.empty();
    }

    private String words() {
        return "speaks version " + version + " of what nodes say to each other and understands " + oldest
                + " and above";
    }
}
