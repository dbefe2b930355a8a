package io.tandem.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tandem.port.Service;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;

/** The call figures of one trunk, by the trunk that the calls came in on. */
final class TrunkMeters {
    private static final CallOutcome[] OUTCOMES = CallOutcome.values();
    private static final AbnormalRelease[] RELEASES = AbnormalRelease.values();
    private static final Service[] SERVICES = Service.values();
    private static final int SERVICE_SLOTS = SERVICES.length + 1;

    /** Fixed buckets (MET-66). */
    private static final Duration[] SETUP_BUCKETS = millis(5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000,
            20_000, 30_000, 60_000, 120_000, 180_000);
    private static final Duration[] TALK_BUCKETS = millis(1_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000,
            300_000, 600_000, 1_800_000, 3_600_000, 7_200_000);

    private final MeterRegistry registry;
    private final String trunk;
    private final String direction;
    private final Counter attempts;
    private final Counter shortCalls;
    private final Counter resumed;
    private final Counter oneWay;
    private final Counters answered;
    private final Counters ended;
    private final Counters abnormal;
    private final Timer untilRinging;
    private final Timer untilAnswered;
    private final Timer postDialDelay;
    private final Timer talkTime;

    TrunkMeters(MeterRegistry registry, String trunk, String direction) {
        this.registry = registry;
        this.trunk = trunk;
        this.direction = direction;
        attempts = counter("tandem_call_attempts", "INVITEs outside a dialog that passed the sources check");
        shortCalls = counter("tandem_short_calls", "Answered calls that lasted less than the short-call threshold");
        resumed = counter("tandem_calls_resumed", "Answered calls taken up again from the journal");
        oneWay = counter("tandem_one_way_media",
                "Sides of calls from which no media came although it came from the other");
        answered = new Counters(SERVICE_SLOTS, slot -> counter("tandem_calls_answered", "Calls whose 2xx was relayed",
                "service", service(slot)));
        ended = new Counters(OUTCOMES.length * SERVICE_SLOTS, slot -> counter("tandem_calls_ended",
                "Attempts that are over, by what became of them", "cause", OUTCOMES[slot / SERVICE_SLOTS].label(),
                "service", service(slot % SERVICE_SLOTS)));
        abnormal = new Counters(RELEASES.length, slot -> counter("tandem_abnormal_release",
                "Answered calls that the gateway ended", "reason", RELEASES[slot].label()));
        untilRinging = timer("tandem_call_setup", "INVITE to the first 18x, or to the 200", SETUP_BUCKETS, "until",
                "ringing");
        untilAnswered = timer("tandem_call_setup", "INVITE to the first 18x, or to the 200", SETUP_BUCKETS, "until",
                "answered");
        postDialDelay = timer("tandem_post_dial_delay", "INVITE to the first 18x, or to the 200 that came without one",
                SETUP_BUCKETS);
        talkTime = timer("tandem_call_duration", "200 to BYE", TALK_BUCKETS);
    }

    void attempted() {
        attempts.increment();
    }

    void resumed() {
        resumed.increment();
    }

    void oneWay() {
        oneWay.increment();
    }

    void ringing(Duration sinceInvite) {
        untilRinging.record(sinceInvite);
        postDialDelay.record(sinceInvite);
    }

    void answered(Optional<Service> service, Duration sinceInvite, boolean rang) {
        answered.count(slot(service));
        untilAnswered.record(sinceInvite);
        if (!rang) {
            postDialDelay.record(sinceInvite);
        }
    }

    void ended(Optional<Service> service, CallOutcome outcome) {
        ended.count(outcome.ordinal() * SERVICE_SLOTS + slot(service));
    }

    void talked(Duration time, boolean isShort) {
        talkTime.record(time);
        if (isShort) {
            shortCalls.increment();
        }
    }

    void releasedAbnormally(AbnormalRelease why) {
        abnormal.count(why.ordinal());
    }

    private static int slot(Optional<Service> service) {
        return service.isPresent() ? service.get().ordinal() : SERVICES.length;
    }

    private static String service(int slot) {
        return slot < SERVICES.length ? SERVICES[slot].label() : "other";
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder(name)
                .description(help)
                .tags(labels)
                .tags("trunk", trunk, "direction",
                        direction)
                .register(registry);
    }

    private Timer timer(String name, String help, Duration[] buckets, String... labels) {
        return Timer.builder(name)
                .description(help)
                .serviceLevelObjectives(buckets)
                .tags(labels)
                .tags("trunk", trunk,
                        "direction", direction)
                .register(registry);
    }

    private static Duration[] millis(long... values) {
        return LongStream.of(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
