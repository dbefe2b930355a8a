package io.tandem.cluster.member;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a node knows of the others' lives and they of its own: whom it asks, what it answers, whom it declares dead. Times are
 * in nanoseconds of its own clock; no two nodes compare theirs.
 *
 * <p>An answer <em>grants</em> the one that asked its lease, for {@link NodeLease#LASTS} from when it asked; and whoever grants
 * does not call that node silent for {@link #SILENT} from then, which is later. Whoever calls a node silent says so in its
 * answers to the others, and grants it nothing for as long as that counts. When a majority says so the node is given up: its
 * lease, which a majority must have granted, was over before. That holds whatever the network delays, loses or lets pass one
 * way only; what it needs is that clocks run at the same pace.
 *
 * <p>A node that does not hear the other says so when it asks, and is granted nothing: else it would be without its lease and
 * yet not silent, where only the way to it is broken.
 *
 * @param <M> a member
 */
final class Vigil<M> {
    /** How often each other member is asked. */
    static final Duration BEAT = Duration.ofMillis(100);
    /**
     * Whoever was granted nothing by the majority for so long is taken for frozen or cut off. More than a pause of a second,
     * of a collector or of a machine with too much to do.
     */
    static final Duration SILENT = Duration.ofMillis(2_200);
    /** A node that has not run itself for a while could not hear: it must have beaten so often in that time. */
    private static final int SILENT_BEATS = (int) (SILENT.dividedBy(BEAT) * 3 / 4);
    /** Whoever has answered nothing for so long is not heard. */
    private static final long DEAF_NANOS = Duration.ofMillis(600).toNanos();
    /** Two beats unanswered: its port is tried. */
    private static final long LATE_NANOS = Duration.ofMillis(250).toNanos();
    /** So old the word of another node may be: some beats. */
    private static final long WORD_COUNTS_NANOS = Duration.ofMillis(500).toNanos();
    /** In this time all have learnt that a node is given up, and grant it nothing for that reason. */
    private static final long SPREADS_NANOS = Duration.ofMillis(500).toNanos();

    /** What was granted to another node last, and how often this one has beaten since. */
    private record Grant(long at, int beats) {}

    /** @param grants whether the other may act @param silent whom this node calls silent */
    record Answer<M>(boolean grants, Set<M> silent) {}

    private final M self;
    private final long settlingNanos;
    private final Pulse<M> pulse;
    private final Silence<M> silence;
    private final Map<M, Grant> grants = new HashMap<>();
    private final Map<M, Long> calledSilentAt = new HashMap<>();
    private final Map<M, Long> memberSince = new HashMap<>();
    private final Map<M, Long> lastMemberAt = new HashMap<>();
    private final Set<M> goers = new HashSet<>();
    private Set<M> members = Set.of();
    private Set<M> down = Set.of();
    private Set<M> silent = Set.of();

    /**
     * @param order by which the cluster breaks ties
     * @param settling how long a new member is not called silent: a process that has just begun stumbles over cold code, has
     *            no calls yet, and Pekko gives it up if it has to be
     */
    Vigil(M self, Comparator<? super M> order, Duration settling) {
        this.self = self;
        this.settlingNanos = settling.toNanos();
        this.pulse = new Pulse<>(self, order);
        this.silence = new Silence<>(order, WORD_COUNTS_NANOS);
    }

    /**
     * Those are the members now, and each other one is about to be asked. For a while the majority is still one of those too
     * that were given up: others may go by what was.
     *
     * @param without those of them that are given up, and not yet removed
     * @param leaving those that go in order: nobody doubts it, and when they are gone they count no more
     */
    void beat(Collection<M> now, Set<M> without, Set<M> leaving, long nanos) {
        goers.addAll(leaving);
        goers.retainAll(lastMemberAt.keySet());
        lastMemberAt.keySet().removeIf(member -> goers.contains(member) && !now.contains(member));
        now.forEach(member -> lastMemberAt.put(member, nanos));
        lastMemberAt.values().removeIf(at -> nanos - at > SILENT.toNanos());
        members = Set.copyOf(lastMemberAt.keySet());
        down = new HashSet<>(members);
        down.removeIf(member -> now.contains(member) && !without.contains(member));
        members.forEach(member -> memberSince.putIfAbsent(member, nanos));
        memberSince.keySet().retainAll(members);
        pulse.members(members, nanos);
        calledSilentAt.keySet().retainAll(members);
        grants.keySet().retainAll(members);
        grants.replaceAll((_, grant) -> new Grant(grant.at, grant.beats + 1));
        silent = new HashSet<>();
        grants.forEach((member, grant) -> {
            if (nanos - grant.at > SILENT.toNanos() && grant.beats > SILENT_BEATS
                    && nanos - memberSince.get(member) >= settlingNanos) {
                silent.add(member);
            }
        });
        callSilent(nanos);
        silence.says(self, silent, nanos);
    }

    private void callSilent(long nanos) {
        silent.forEach(member -> calledSilentAt.put(member, nanos));
    }

    /** Whether that node has been heard lately: what a question to it says. */
    boolean hears(M member, long nanos) {
        return pulse.heardSince(member, nanos - DEAF_NANOS);
    }

    /** What to answer to a member's question. @param hears whether that node hears this one */
    Answer<M> answer(M member, boolean hears, long nanos) {
        callSilent(nanos);
        Long calledAt = calledSilentAt.get(member);
        boolean granted = hears && members.contains(member) && !down.contains(member)
                && (calledAt == null || nanos - calledAt > WORD_COUNTS_NANOS + SPREADS_NANOS);
        if (granted) {
            grants.put(member, new Grant(nanos, 0));
        }
        return new Answer<>(granted, silent);
    }

    /** When that node was granted its lease here last; of one that asks for none, as older builds, when it was heard. */
    long grantedTo(M member, long nanos) {
        Grant grant = grants.get(member);
        return grant == null ? pulse.heardAt(member, nanos) : grant.at;
    }

    /** @param askedAt the time of the question */
    void answered(M member, long askedAt, Answer<M> answer) {
        pulse.answered(member, askedAt);
        if (answer.grants && !silent.contains(member) && !down.contains(member)) {
            pulse.granted(member, askedAt);
        }
        silence.says(member, answer.silent, askedAt);
    }

    void connected(M member) {
        pulse.connected(member);
    }

    void refused(M member) {
        pulse.refused(member);
    }

    /** Those whose ports are to be tried. */
    List<M> late(long nanos) {
        return pulse.late(nanos, LATE_NANOS);
    }

    /** Those whose process is proven dead, as far as the rest can go on without them. @param lost unreachable anyway */
    Set<M> dead(Set<M> lost) {
        Set<M> gone = new HashSet<>(lost);
        gone.addAll(down);
        return pulse.dead(gone);
    }

    /** The others that are given up: the majority calls them silent. */
    Set<M> givenUp(long nanos) {
        Set<M> all = new HashSet<>(silence.proven(members, down, nanos));
        all.remove(self);
        all.removeAll(down);
        return all;
    }

    /** From when on the majority has granted this node its lease; empty when it never has. */
    OptionalLong grantedAt(long nanos) {
        return pulse.grantedAt(nanos);
    }

    boolean isAlone() {
        return pulse.isAlone();
    }
}
