package io.tandem.ops.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.call.Attempt;
import io.tandem.call.CallListener;
import io.tandem.call.CallView.EndCause;
import io.tandem.call.Transferral;
import io.tandem.media.session.SessionStats;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Counts calls (MET-10, MET-12 to MET-14). */
final class CallMetrics implements CallListener {
    private static final Duration GRAIN = Duration.ofMinutes(1);

    private enum Stage {
        RINGING(false), ANSWERED(false), EMERGENCY_RINGING(true), EMERGENCY_ANSWERED(true);

        private final boolean emergency;

        Stage(boolean emergency) {
            this.emergency = emergency;
        }

        static Stage ringing(CallSummary call) {
            return call.emergency() ? EMERGENCY_RINGING : RINGING;
        }

        static Stage answered(CallSummary call) {
            return call.emergency() ? EMERGENCY_ANSWERED : ANSWERED;
        }
    }

    /** Active calls only (MET-60); as many as the node admits. */
    private final Map<CallId, Stage> active = new ConcurrentHashMap<>();
    private final Map<String, TrunkMeters> trunks = new HashMap<>();
    private final TrunkMeters otherTrunk;
    private final PeerMeters peers;
    private final CallerMeters callers;
    private final TransferMeters transfers;
    private final MediaMeters media;
    private final FailureGrain failures = new FailureGrain(GRAIN);
    private final InstantSource clock;
    private final Duration shortCall;

    CallMetrics(MeterRegistry registry, MetricsSettings settings) {
        clock = settings.clock();
        shortCall = settings.shortCall();
        for (PeerGroup trunk : settings.trunks()) {
            String direction = switch (trunk.side()) {
                case CORE -> "fromCore";
                case MPS -> "fromCloud";
            };
            trunks.put(trunk.name(), new TrunkMeters(registry, trunk.name(), direction));
        }
        otherTrunk = new TrunkMeters(registry, "other", "other");
        peers = new PeerMeters(registry, settings.trunks());
        callers = new CallerMeters(registry, settings.trunks());
        transfers = new TransferMeters(registry);
        media = new MediaMeters(registry, settings.trunks());
        Gauge.builder("tandem_calls_active", active::size)
                .description(
                        "Calls from their first 18x or 2xx until both legs are gone")
                .register(registry);
        Gauge.builder("tandem_emergency_calls_active", this::emergencies)
                .description("Emergency calls among tandem_calls_active")
                .register(registry);
        Gauge.builder("tandem_calls_failed_ratio", () -> failures.ratio(clock.instant(), active.size()))
                .description(
                        "Answered calls that ended for a fault, of the active ones, over the last whole minute; 0 to 1")
                .register(
                        registry);
    }

    @Override
    public void started(CallSummary call) {
        trunk(call).attempted();
    }

    @Override
    public void ringing(CallSummary call, Duration sinceInvite) {
        if (active.putIfAbsent(call.id(), Stage.ringing(call)) == null) {
            trunk(call).ringing(sinceInvite);
        }
    }

    @Override
    public void answered(CallSummary call, Duration sinceInvite) {
        long before = active.size();
        Stage stage = active.put(call.id(), Stage.answered(call));
        if (stage == Stage.answered(call)) {
            return;
        }
        failures.answered(clock.instant(), before);
        trunk(call).answered(call.service(), sinceInvite, stage != null);
    }

    @Override
    public void tried(String trunk, Attempt attempt) {
        peers.tried(trunk, attempt);
    }

    @Override
    public void callerWithoutNumber(String trunk, CallerPolicy done) {
        callers.withoutNumber(trunk, done);
    }

    @Override
    public void transferred(Transferral.Kind kind, Transferral.Outcome outcome) {
        transfers.transferred(kind, outcome);
    }

    @Override
    public void heard(String trunk, SessionStats.EndStats figures, Optional<Double> mos) {
        media.heard(trunk, figures, mos);
    }

    @Override
    public void oneWay(String trunk) {
        trunks.getOrDefault(trunk, otherTrunk).oneWay();
    }

    @Override
    public void resumed(CallSummary call) {
        active.put(call.id(), Stage.answered(call));
        trunk(call).resumed();
    }

    @Override
    public void left(CallId call) {
        active.remove(call);
    }

    @Override
    public void ended(CallSummary call, EndCause cause, Duration talkTime) {
        long before = active.size();
        boolean rang = active.remove(call.id()) != null;
        boolean answered = call.answeredAt().isPresent();
        CallOutcome outcome = CallOutcome.of(answered, rang, cause);
        TrunkMeters meters = trunk(call);
        meters.ended(call.service(), outcome);
        if (!answered) {
            return;
        }
        meters.talked(talkTime, !talkTime.isZero() && talkTime.compareTo(shortCall) < 0);
        if (outcome == CallOutcome.ABNORMAL) {
            failures.failed(clock.instant(), before);
            meters.releasedAbnormally(AbnormalRelease.of(cause));
        }
    }

    /** Counted when asked for: they are few, and a call then costs nothing for it (MET-60). */
    private long emergencies() {
        return active.values().stream().filter(stage -> stage.emergency).count();
    }

    private TrunkMeters trunk(CallSummary call) {
        return trunks.getOrDefault(call.inboundGroup(), otherTrunk);
    }
}
