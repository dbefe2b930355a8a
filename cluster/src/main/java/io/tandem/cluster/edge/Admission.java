package io.tandem.cluster.edge;

import io.netty.channel.EventLoop;
import io.tandem.cluster.edge.EdgeConfig.Protection;
import io.tandem.port.EdgeListener;
import io.tandem.sip.admission.OverloadSettings;
import io.tandem.sip.admission.OverloadState;
import io.tandem.sip.admission.Rate;
import io.tandem.sip.admission.SharedBucket;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.RequestGate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which new requests one loop lets in: within their trunk's rate, and new calls only as fast as the loop keeps up. It
 * measures that by itself: how late its own timer is, and how long a socket has not been seen empty. For the loop's own
 * thread but for the figures.
 */
final class Admission implements RequestGate {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    /** Intervals without a call after which nothing is measured. */
    private static final int QUIET_INTERVALS = 20;
    /** Intervals without a refusal after which an overload is over. */
    private static final int CALM_INTERVALS = 10;

    private final EventLoop loop;
    private final EdgeListener metrics;
    private final OverloadSettings settings;
    private final Protection protection;
    private final Map<String, TrunkBuckets> trunks;
    private final Function<Flow, Optional<Sources.Sender>> senders;
    private final LongUnaryOperator backlog;
    private final Rate emergencies;
    private long emergencyFullAt;
    private Rate bucket;
    private long fullAt;
    private volatile OverloadState state;
    private volatile long lastDelayNanos;
    private int admitted;
    private int refused;
    private long refusedSince;
    private int quiet;
    private int calm;
    private boolean measuring;
    private boolean refusing;
    private long intervalFrom;

    /** What a trunk may ask; one for all loops. */
    record TrunkBuckets(SharedBucket calls, SharedBucket others) {}

    /** @param backlog given the time, for how long a socket of the loop has had more for us than we took at once */
    Admission(EventLoop loop, LoopSet edge, int loops, LongUnaryOperator backlog) {
        this.loop = loop;
        this.metrics = edge.metrics();
        this.protection = edge.config().protection();
        this.settings = protection.overload().share(loops);
        this.trunks = edge.trunkBuckets();
        this.senders = edge::senderOf;
        this.backlog = backlog;
        long now = System.nanoTime();
        emergencies = Rate.of(settings.emergencyRate(), (int) Math.max(1, settings.emergencyRate()));
        emergencyFullAt = Rate.full(now);
        state = OverloadState.start(settings);
        bucket = state.bucket();
        fullAt = Rate.full(now);
    }

    @Override
    public int retryAfter(SipRequest request, Flow flow, long now) {
        boolean call = request.method().equals(SipMethod.INVITE);
        if (isEmergency(request) && takeEmergency(now)) {
            return 0;
        }
        Optional<SharedBucket> rate = rateOf(call, flow);
        if (rate.isPresent() && !rate.get().take(now)) {
            senders.apply(flow).ifPresent(sender -> metrics.rateLimited(sender.peerGroup()));
            return settings.retryAfterSeconds();
        }
        if (!call || takeCall(flow, now)) {
            return 0;
        }
        rate.ifPresent(SharedBucket::giveBack); // its caller comes again, and is to find it
        return settings.retryAfterSeconds();
    }

    /** The same cap holds, and is only looked at: what belongs to calls that are there needs the room, too. */
    @Override
    public boolean exempt(SipRequest request, long now) {
        return isEmergency(request) && emergencies.take(emergencyFullAt, now) != Rate.REFUSED;
    }

    @Override
    public boolean urgent(SipRequest request) {
        return isEmergency(request);
    }

    private boolean isEmergency(SipRequest request) {
        return request.method().equals(SipMethod.INVITE) && protection.emergency().test(request.requestUri());
    }

    /** F-150: not held back, but for a cap that no real emergency meets. */
    private boolean takeEmergency(long now) {
        long after = emergencies.take(emergencyFullAt, now);
        if (after == Rate.REFUSED) {
            return false;
        }
        emergencyFullAt = after;
        return true;
    }

    /** Of its trunk, where that has one. */
    private Optional<SharedBucket> rateOf(boolean call, Flow flow) {
        return trunks.isEmpty()
                ? Optional.empty()
                : senders.apply(flow)
                        .map(sender -> trunks.get(sender.peerGroup()))
                        .map(buckets -> call ? buckets.calls() : buckets.others());
    }

    private boolean takeCall(Flow flow, long now) {
        measure(now);
        long after = bucket.take(fullAt, now);
        if (after == Rate.REFUSED) {
            refused++;
            metrics.overloadRefused(flow.listener());
            if (!refusing) {
                begin(now);
            }
            return false;
        }
        admitted++;
        fullAt = after;
        return true;
    }

    private void begin(long now) {
        refusing = true;
        refusedSince = now;
        LOG.warn("{}: more new calls than can be served: letting in {} a second, the others get 503",
                Thread.currentThread().getName(), Math.round(state.rate()));
    }

    private void end(long now) {
        refusing = false;
        LOG.warn("{}: all new calls are let in again, after {} s; {} a second is what could be served",
                Thread.currentThread().getName(), TimeUnit.NANOSECONDS.toSeconds(now - refusedSince),
                Math.round(state.rate()));
    }

    /** Measures while there are calls: an idle loop is not woken for it. */
    private void measure(long now) {
        if (!measuring) {
            measuring = true;
            quiet = 0;
            intervalFrom = now;
            schedule();
        }
    }

    private void schedule() {
        loop.schedule(this::step, OverloadState.INTERVAL_NANOS, TimeUnit.NANOSECONDS);
    }

    private void step() {
        long now = System.nanoTime();
        long length = now - intervalFrom;
        long delay = Math.max(length - OverloadState.INTERVAL_NANOS, backlog.applyAsLong(now));
        lastDelayNanos = delay;
        state = state.next(new OverloadState.Interval(length, admitted, refused, delay), settings);
        bucket = state.bucket();
        calm = refused == 0 && !state.overloaded() ? calm + 1 : 0;
        quiet = admitted + refused == 0 ? quiet + 1 : 0;
        admitted = 0;
        refused = 0;
        intervalFrom = now;
        if (refusing && calm >= CALM_INTERVALS) {
            end(now);
        }
        if (quiet >= QUIET_INTERVALS && !refusing) {
            measuring = false;
        } else {
            schedule();
        }
    }

    /** New calls a second that are let in. From any thread. */
    double rate() {
        return state.rate();
    }

    /** What a message waited for its turn, at least, in the last interval with calls. From any thread. */
    double delaySeconds() {
        return lastDelayNanos / 1e9;
    }
}
