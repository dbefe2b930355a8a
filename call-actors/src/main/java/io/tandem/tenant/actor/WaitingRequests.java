package io.tandem.tenant.actor;

import io.tandem.tenant.Subject;
import io.tandem.tenant.TenantReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who waits for a change: those who are answered when it ends, and those whose turn comes then. Of one life of the
 * actor: after a crash the clients have gone.
 */
final class WaitingRequests {
    /** More than these behind one change are refused as busy. */
    private static final int PER_SUBJECT = 64;

    private final Map<Subject, List<ActorRef<TenantReply>>> joined = new HashMap<>();
    private final Map<Subject, List<TenantActor.Request>> behind = new HashMap<>();

    /** False when too many wait already. */
    boolean join(Subject subject, ActorRef<TenantReply> replyTo) {
        return add(joined, subject, replyTo);
    }

    /** False when too many wait already. */
    boolean queue(Subject subject, TenantActor.Request request) {
        return add(behind, subject, request);
    }

    /** Answers those who joined the change, and gives back those who stood behind it, in order. */
    List<TenantActor.Request> settle(Subject subject, TenantReply reply) {
        List<ActorRef<TenantReply>> answered = joined.remove(subject);
        if (answered != null) {
            answered.forEach(replyTo -> replyTo.tell(reply));
        }
        List<TenantActor.Request> next = behind.remove(subject);
        return next == null ? List.of() : next;
    }

    private static <T> boolean add(Map<Subject, List<T>> map, Subject subject, T waiting) {
        List<T> list = map.computeIfAbsent(subject, _ -> new ArrayList<>(1));
        return list.size() < PER_SUBJECT && list.add(waiting);
    }
}
