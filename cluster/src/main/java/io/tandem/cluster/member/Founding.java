package io.tandem.cluster.member;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether the first seed node may found a cluster: not while another seed node may be a member of one. To found a second
 * cluster beside the first gives every service address two owners, so doubt costs time, not calls.
 *
 * @param <N> a node
 */
final class Founding<N> {

    /** What is known of another seed node; the latest word counts. */
    enum Word {
        /** Nothing yet: it may be too busy to answer. */
        UNKNOWN,
        /** Its port refuses: no process. */
        NO_PROCESS,
        /** It says that it is no member of a cluster. */
        NO_MEMBER,
        /** It is a member. */
        MEMBER
    }

    enum Decision {
        /** There is a cluster: ask its members to be let in, and found none. */
        JOIN,
        /** There is none. */
        FOUND,
        /** Some say nothing, for so long that they are taken for gone; where there are three or more, most are known. */
        FOUND_IN_DOUBT,
        /** Most say nothing: it is rather this node that is cut off, and the others have a cluster. */
        CUT_OFF, WAIT
    }

    private final Map<N, Word> words = new HashMap<>();

    Founding(Collection<N> others) {
        others.forEach(node -> words.put(node, Word.UNKNOWN));
    }

    void heard(N node, Word word) {
        words.computeIfPresent(node, (_, _) -> word);
    }

    /** There is a process, whatever it says later. */
    void alive(N node) {
        words.computeIfPresent(node, (_, before) -> before == Word.NO_PROCESS ? Word.UNKNOWN : before);
    }

    /** @param patienceOver whether the others have had their time to answer */
    Decision decide(boolean patienceOver) {
        if (words.containsValue(Word.MEMBER)) {
            return Decision.JOIN;
        }
        if (!words.containsValue(Word.UNKNOWN)) {
            return Decision.FOUND;
        }
        return patienceOver ? inDoubt() : Decision.WAIT;
    }

    /** Of two nodes neither is a majority, and one alone has to be able to start. */
    private Decision inDoubt() {
        long silent = words.values().stream().filter(Word.UNKNOWN::equals).count();
        int seeds = words.size() + 1;
        return seeds == 2 || 2 * silent < seeds ? Decision.FOUND_IN_DOUBT : Decision.CUT_OFF;
    }
}
