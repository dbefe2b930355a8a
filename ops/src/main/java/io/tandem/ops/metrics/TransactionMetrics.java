package io.tandem.ops.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.transaction.TransactionListener;

/** Counts what transactions send, receive and lose (MET-11). Called for every message: finds its counter by index. */
final class TransactionMetrics implements TransactionListener {
    private static final String[] METHODS = {"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "PRACK", "UPDATE",
            "INFO", "NOTIFY", "SUBSCRIBE", "MESSAGE", "REFER", "PUBLISH", "other"};
    private static final int OTHER = METHODS.length - 1;
    private static final int STATUSES = 700;
    private static final int IN = 0;
    private static final int OUT = 1;
    private static final String[] DIRECTIONS = {"in", "out"};
    private static final Limit[] LIMITS = Limit.values();

    private final MeterRegistry registry;
    private final Counters requests;
    private final Counters retransmissions;
    private final Counters responses;
    private final Counters timeouts;
    private final Counters unanswered;
    private final Counters transportFailures;
    private final Counters strays;
    private final Counters merged;
    private final Counters limits;
    private final Counter acksMissing;
    private final Counter answersDropped;

    TransactionMetrics(MeterRegistry registry) {
        this.registry = registry;
        requests = directed("tandem_sip_requests", "Requests; repeated ones are counted apart");
        retransmissions = directed("tandem_sip_retransmissions", "Messages that repeat one before");
        responses = new Counters(METHODS.length * STATUSES * 2, this::responses);
        timeouts = byMethod("tandem_sip_timeouts", "Requests of ours without a final response");
        unanswered = byMethod("tandem_sip_unanswered", "Requests that nobody here answered");
        transportFailures = byMethod("tandem_sip_transport_failures", "Transactions whose message could not be sent");
        strays = byMethod("tandem_sip_stray_responses", "Responses that no transaction of ours asked for");
        merged = byMethod("tandem_sip_merged_requests", "Requests that came on two ways, answered 482");
        limits = new Counters(LIMITS.length, slot -> LimitDrops.counter(registry, LIMITS[slot], "transactions"));
        acksMissing = counter("tandem_sip_acks_missing", "Answers of ours that were never acknowledged");
        answersDropped = counter("tandem_sip_answers_dropped", "Answers that came after their transaction was over");
    }

    @Override
    public void requestReceived(SipMethod method) {
        requests.count(index(method) * 2 + IN);
    }

    @Override
    public void requestSent(SipMethod method) {
        requests.count(index(method) * 2 + OUT);
    }

    @Override
    public void responseReceived(SipMethod method, int status) {
        responses.count(responseSlot(method, status, IN));
    }

    @Override
    public void responseSent(SipMethod method, int status) {
        responses.count(responseSlot(method, status, OUT));
    }

    @Override
    public void retransmissionReceived(SipMethod method) {
        retransmissions.count(index(method) * 2 + IN);
    }

    @Override
    public void retransmissionSent(SipMethod method) {
        retransmissions.count(index(method) * 2 + OUT);
    }

    @Override
    public void timedOut(SipMethod method) {
        timeouts.count(index(method));
    }

    @Override
    public void unanswered(SipMethod method) {
        unanswered.count(index(method));
    }

    @Override
    public void transportFailed(SipMethod method) {
        transportFailures.count(index(method));
    }

    @Override
    public void ackMissing() {
        acksMissing.increment();
    }

    @Override
    public void strayResponse(SipMethod method, int status) {
        strays.count(index(method));
    }

    @Override
    public void answerDropped() {
        answersDropped.increment();
    }

    @Override
    public void merged(SipMethod method) {
        merged.count(index(method));
    }

    @Override
    public void overLimit(Limit limit) {
        limits.count(limit.ordinal());
    }

    /** A method of a peer's own invention must not make a series of its own. */
    private static int index(SipMethod method) {
        return switch (method.name()) {
            case "INVITE" -> 0;
            case "ACK" -> 1;
            case "BYE" -> 2;
            case "CANCEL" -> 3;
            case "OPTIONS" -> 4;
            case "REGISTER" -> 5;
            case "PRACK" -> 6;
            case "UPDATE" -> 7;
            case "INFO" -> 8;
            case "NOTIFY" -> 9;
            case "SUBSCRIBE" -> 10;
            case "MESSAGE" -> 11;
            case "REFER" -> 12;
            case "PUBLISH" -> 13;
            default -> OTHER;
        };
    }

    /** Statuses outside 100–699 cannot be parsed; the bounds keep a bug elsewhere from becoming an exception here. */
    private static int responseSlot(SipMethod method, int status, int direction) {
        int code = status >= 0 && status < STATUSES ? status : 0;
        return (index(method) * STATUSES + code) * 2 + direction;
    }

    private Counter responses(int slot) {
        int code = slot / 2 % STATUSES;
        return Counter.builder("tandem_sip_responses")
                .description("Responses; repeated ones are counted apart")
                .tags(
                        "method", METHODS[slot / 2 / STATUSES], "class", code / 100 + "xx", "code",
                        String.valueOf(code),
                        "dir", DIRECTIONS[slot % 2])
                .register(registry);
    }

    private Counters directed(String name, String help) {
        return new Counters(METHODS.length * 2, slot -> Counter.builder(name)
                .description(help)
                .tags("method",
                        METHODS[slot / 2], "dir", DIRECTIONS[slot % 2])
                .register(registry));
    }

    private Counters byMethod(String name, String help) {
        return new Counters(METHODS.length,
                slot -> Counter.builder(name).description(help).tags("method", METHODS[slot]).register(registry));
    }

    private Counter counter(String name, String help) {
        return Counter.builder(name).description(help).register(registry);
    }
}
