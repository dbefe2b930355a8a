package io.tandem.call.actor;

import io.tandem.call.CallEffect;
import io.tandem.call.CallEffect.Milestone;
import io.tandem.call.CallEvent;
import io.tandem.call.CallFacts;
import io.tandem.call.CallListener;
import io.tandem.call.CallMedia;
import io.tandem.call.CallState;
import io.tandem.call.CallView.Mos;
import io.tandem.media.session.SessionStats;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.tenant.number.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the node's listeners how far a call has come, and the log that it is over. */
final class CallReports {
    private static final Logger LOG = LoggerFactory.getLogger("io.tandem.calls");

    private final CallListener listener;
    private final CallLoad load;
    private final boolean logged;
    private boolean listed;

    /** @param logged whether the end of the call is a line in the log */
    CallReports(CallListener listener, CallLoad load, boolean logged) {
        this.logged = logged;
        this.listener = listener;
        this.load = load;
    }

    void reached(Milestone milestone, CallState state, Instant now) {
        Optional<CallSummary> summary = summary(state);
        if (summary.isEmpty()) {
            return;
        }
        CallSummary call = summary.get();
        Duration since = Duration.between(call.startedAt(), now);
        switch (milestone) {
            case STARTED -> {
                list();
                listener.started(call);
            }
            case RESUMED -> {
                list();
                listener.resumed(call);
            }
            case RINGING -> listener.ringing(call, since);
            case ANSWERED -> listener.answered(call, since);
            case ROUTED, RELEASING -> listener.changed(call);
        }
    }

    void tried(CallEffect.Tried tried) {
        listener.tried(tried.peerGroup(), tried.attempt());
    }

    void callerWithoutNumber(CallEffect.CallerWithoutNumber caller) {
        listener.callerWithoutNumber(caller.peerGroup(), caller.done());
    }

    void transferred(CallEffect.Transferred transferred) {
        listener.transferred(transferred.kind(), transferred.outcome());
    }

    void oneWay(CallEffect.OneWay oneWay) {
        listener.oneWay(oneWay.peerGroup());
    }

    void journaled(CallEvent event, Optional<SessionStats> media) {
        switch (event) {
            case CallEvent.CallAnswered _,
                    CallEvent.SessionChanged _ -> {
            }
            case CallEvent.CallEnded ended -> {
                Duration talk = ended.answeredAt()
                        .map(from -> Duration.between(from, ended.endedAt()))
                        .orElse(
                                Duration.ZERO);
                unlist();
                listener.ended(ended.facts().summary("Ended", ended.answeredAt()), ended.cause(), talk);
                media.filter(_ -> ended.answeredAt().isPresent()).ifPresent(stats -> heard(ended, stats));
                log(ended, talk, media);
            }
        }
    }

    /** The actor goes without the call having ended: this node no longer lists it. */
    void left(CallId id, CallState state) {
        if (listed) {
            unlist();
            listener.left(id);
        }
    }

    private void list() {
        listed = true;
        load.up();
    }

    private void unlist() {
        listed = false;
        load.down();
    }

    /** Where both sides have had a leg: of an answered call, always. */
    private void heard(CallEvent.CallEnded ended, SessionStats stats) {
        Mos mos = mos(ended, stats);
        if (ended.legs().size() > 1) {
            listener.heard(ended.legs().getFirst().path().peerGroup(), stats.caller(), mos.caller());
            listener.heard(ended.legs().getLast().path().peerGroup(), stats.callee(), mos.callee());
        }
    }

    private static Mos mos(CallEvent.CallEnded ended, SessionStats stats) {
        return Mos.of(stats, ended.media().map(CallMedia::codecs).orElse(List.of()));
    }

    private static String text(Optional<Double> mos) {
        return mos.map(known -> String.format(Locale.ROOT, "%.1f", known)).orElse("-");
    }

    /** One line a call; numbers keep their last three digits (NUM-53). */
    private void log(CallEvent.CallEnded ended, Duration talk, Optional<SessionStats> media) {
        if (!logged || !LOG.isInfoEnabled()) {
            return;
        }
        CallFacts facts = ended.facts();
        LOG.info("call {} {} {} > {} {} {} {} by {} ({}) talk {} ms, RTP {}/{}, MOS {}/{}", facts.id(),
                facts.inboundGroup(),
                PhoneNumber.mask(facts.calling()), facts.outboundGroup().orElse("-"),
                PhoneNumber.mask(facts.called()), ended.answeredAt().isPresent() ? "answered" : "refused",
                ended.cause().status(), ended.cause().side(), ended.cause().reason(), talk.toMillis(),
                media.map(stats -> stats.caller().packetsReceived()).orElse(0L),
                media.map(stats -> stats.callee().packetsReceived()).orElse(0L),
                text(media.flatMap(stats -> mos(ended, stats).caller())),
                text(media.flatMap(stats -> mos(ended, stats).callee())));
    }

    private static Optional<CallSummary> summary(CallState state) {
        return switch (state) {
            case CallState.Idle _ -> Optional.empty();
            case CallState.Routing routing -> summary(routing.facts(), state, Optional.empty());
            case CallState.Targeting targeting -> summary(targeting.facts(), state, Optional.empty());
            case CallState.Preparing preparing -> summary(preparing.facts(), state, Optional.empty());
            case CallState.Inviting inviting -> summary(inviting.facts(), state, Optional.empty());
            case CallState.Redirecting redirecting -> summary(redirecting.asking());
            case CallState.Talking talking -> summary(talking.facts(), state, Optional.of(talking.answeredAt()));
            case CallState.Releasing releasing -> summary(releasing.facts(), state, releasing.answeredAt());
            case CallState.Ended ended -> summary(ended.facts(), state, ended.answeredAt());
        };
    }

    private static Optional<CallSummary> summary(CallFacts facts, CallState state, Optional<Instant> answeredAt) {
        return Optional.of(facts.summary(state.label(), answeredAt));
    }
}
