package io.tandem.call;

import io.tandem.media.session.MediaEnd;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.port.Service;
import io.tandem.sip.dialog.DialogId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a call whatever its state.
 *
 * @param calling the caller's number as received (E.164 where it was one), or its user part
 * @param called the called number in E.164 once read, before that the user part
 * @param account account of the provisioned number, where one is involved
 * @param outboundGroup trunk that the call goes to, once chosen
 * @param decision the routing and anchoring decision in words
 * @param failedAttempts peers that were tried and could not take the call, in that order
 * @param emergency whether it calls for help (NUM-41)
 * @param provisioned what the deciding number's account adds to messages
 * @param transfers what was tried to put another party in a side's place, in that order
 * @param elin the number of its place that a call for help was shown by (F-146)
 * @param muted the sides from which no media came for a while although it came from the other (TSP-165)
 */
public record CallFacts(CallId id, Instant startedAt, String calling, String called, String inboundGroup,
        Optional<String> account, Optional<Service> service, Optional<String> outboundGroup, String decision,
        List<Attempt> failedAttempts, boolean emergency, Provisioned provisioned, List<Transferral> transfers,
        Optional<String> elin, Set<MediaEnd> muted) {

    public CallFacts {
        muted = Set.copyOf(muted);
        failedAttempts = List.copyOf(failedAttempts);
        transfers = List.copyOf(transfers);
    }

    /** Of a call that shows no number of a place. */
    public CallFacts(CallId id, Instant startedAt, String calling, String called, String inboundGroup,
            Optional<String> account, Optional<Service> service, Optional<String> outboundGroup, String decision,
            List<Attempt> failedAttempts, boolean emergency, Provisioned provisioned, List<Transferral> transfers) {
        this(id, startedAt, calling, called, inboundGroup, account, service, outboundGroup, decision, failedAttempts,
                emergency, provisioned, transfers, Optional.empty(), Set.of());
    }

    /** Of a call whose number adds nothing, and that nobody has transferred. */
    public CallFacts(CallId id, Instant startedAt, String calling, String called, String inboundGroup,
            Optional<String> account, Optional<Service> service, Optional<String> outboundGroup, String decision,
            List<Attempt> failedAttempts, boolean emergency) {
        this(id, startedAt, calling, called, inboundGroup, account, service, outboundGroup, decision, failedAttempts,
                emergency, Provisioned.NOTHING, List.of(), Optional.empty(), Set.of());
    }

    public CallFacts routed(Optional<String> toAccount, Optional<Service> toService, String toGroup, String why) {
        return new CallFacts(id, startedAt, calling, called, inboundGroup, toAccount, toService, Optional.of(toGroup),
                why, failedAttempts, emergency, provisioned, transfers, elin, muted);
    }

    CallFacts of(Provisioned number) {
        return new CallFacts(id, startedAt, calling, called, inboundGroup, account, service, outboundGroup, decision,
                failedAttempts, emergency, number, transfers, elin, muted);
    }

    CallFacts failed(Attempt attempt) {
        List<Attempt> attempts = new ArrayList<>(failedAttempts);
        attempts.add(attempt);
        return new CallFacts(id, startedAt, calling, called, inboundGroup, account, service, outboundGroup, decision,
                attempts, emergency, provisioned, transfers, elin, muted);
    }

    CallFacts shownAs(String place) {
        return new CallFacts(id, startedAt, calling, called, inboundGroup, account, service, outboundGroup, decision,
                failedAttempts, emergency, provisioned, transfers, Optional.of(place), muted);
    }

    CallFacts muted(MediaEnd side) {
        Set<MediaEnd> all = EnumSet.of(side);
        all.addAll(muted);
        return new CallFacts(id, startedAt, calling, called, inboundGroup, account, service, outboundGroup, decision,
                failedAttempts, emergency, provisioned, transfers, elin, all);
    }

    private CallFacts with(List<Transferral> newer) {
        return new CallFacts(id, startedAt, calling, called, inboundGroup, account, service, outboundGroup, decision,
                failedAttempts, emergency, provisioned, newer, elin, muted);
    }

    CallFacts transferring(Transferral begun) {
        List<Transferral> all = new ArrayList<>(transfers);
        all.add(begun);
        return with(all);
    }

    /** @param who the one that was begun last is to lead to */
    CallFacts transferringTo(String who) {
        List<Transferral> all = new ArrayList<>(transfers);
        all.addLast(all.removeLast().leadingTo(who));
        return with(all);
    }

    /** @param status outcome of the last one that was begun */
    CallFacts transferred(int status) {
        List<Transferral> all = new ArrayList<>(transfers);
        all.addLast(all.removeLast().ended(status));
        return with(all);
    }

    /** @param dialog of the side that has been replaced by the last one that was begun */
    CallFacts replaced(DialogId dialog) {
        List<Transferral> all = new ArrayList<>(transfers);
        all.addLast(all.removeLast().replaced(dialog));
        return with(all);
    }

    public CallSummary summary(String state, Optional<Instant> answeredAt) {
        return new CallSummary(id, state, startedAt, answeredAt, calling, called, account, service, inboundGroup,
                outboundGroup, emergency);
    }
}
