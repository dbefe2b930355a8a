package io.tandem.cluster.failover;

import io.tandem.cluster.NodeHosts;
import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.CallOrder;
import io.tandem.ops.lab.Script;
import io.tandem.ops.lab.ScriptStep;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;

/**
 * Which calls are up when something happens to a node, what their ends do after it, and which calls are new then. Times
 * are from the beginning of the first call.
 *
 * @param answered calls that are up at the event, spread evenly over the service addresses
 * @param speaking how many of them have audio, 20 ms a packet, both ways; those come from the core, all others from
 *            the Microsoft side
 * @param newPerSecond calls that begin in a second, before and after the event
 * @param settle how long all is quiet before it
 * @param inDialogAfter how long after its beginning the ends begin to hang up who do not do so at once
 * @param throughout for what goes on for long: all calls stay to its end, their re-INVITEs come at any time of it, and a
 *            new call that is refused by 503 goes to the next address (RFC 3263 §4.3)
 * @param secured whether media is SRTP on the Microsoft side, and plain on the other
 */
record FailoverPlan(int answered, int speaking, double newPerSecond, Duration settle, Duration inDialogAfter,
        boolean throughout, boolean secured) {
    static final int NODES = 3;
    /** The one that something happens to first; the first node keeps the book of addresses, which is another matter. */
    static final int VICTIM = 1;
    /** What a new call may take (issue: within 5 s), and a gap of audio. */
    static final Duration LIMIT = Duration.ofSeconds(5);
    static final String NUMBER = "+441632960001";
    private static final String OUTSIDE = "+447700";
    private static final double ANSWERED_PER_SECOND = 20;
    private static final double ENDS_PER_SECOND = 40;
    private static final int NEW_HOLD_MILLIS = 2_000;
    private static final double NEW_LASTS_AT_MOST_SECONDS = 34;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Duration NEW_BEFORE = Duration.ofSeconds(3);

    FailoverPlan {
        if (answered < NODES || speaking > answered || newPerSecond <= 0) {
            throw new IllegalArgumentException("no such plan: " + answered + " calls, " + speaking + " with audio");
        }
    }

    FailoverPlan(int answered, int speaking, double newPerSecond, Duration settle, Duration inDialogAfter) {
        this(answered, speaking, newPerSecond, settle, inDialogAfter, false, false);
    }

    FailoverPlan goingOnThroughout() {
        return new FailoverPlan(answered, speaking, newPerSecond, settle, inDialogAfter, true, secured);
    }

    FailoverPlan withSrtp(boolean isSecured) {
        return new FailoverPlan(answered, speaking, newPerSecond, settle, inDialogAfter, throughout, isSecured);
    }

    /** That every kind of call is there on every node needs no more than this; done in a minute. */
    static FailoverPlan small() {
        return new FailoverPlan(30, 10, 2, Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    /** The same for an event that takes its time: who hangs up late does so after it. */
    FailoverPlan lasting(Duration event) {
        return new FailoverPlan(answered, speaking, newPerSecond, settle, inDialogAfter.plus(event), throughout,
                secured);
    }

    /** What becomes of a call that is up at the event. */
    enum Course {
        /** Its caller hangs up half a second after the event. */
        BYE_AT_ONCE,
        /** Its caller sends a re-INVITE half a second after the event, and hangs up later. */
        REINVITE_AT_ONCE,
        /** The same, but that the re-INVITE comes when all should be well again. */
        REINVITE_LATER,
        /** Its caller hangs up later. */
        BYE_LATER
    }

    /** The first ones are those that speak: none of them ends before its audio is back. */
    boolean speaks(int call) {
        return call < speaking;
    }

    Course course(int call) {
        return switch (call / NODES % 4) {
            case 0 -> Course.REINVITE_AT_ONCE;
            case 1 -> speaks(call) || throughout ? Course.BYE_LATER : Course.BYE_AT_ONCE;
            case 2 -> Course.REINVITE_LATER;
            default -> Course.BYE_LATER;
        };
    }

    static int node(int call) {
        return call % NODES;
    }

    Duration event() {
        return seconds(answered / ANSWERED_PER_SECOND).plus(settle);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    /** How many new calls there are: some before the event, and as long after it as calls that were up end. */
    int newCalls() {
        return (int) Math.ceil(newPerSecond * NEW_BEFORE.plus(inDialogAfter).toMillis() / 1e3);
    }

    int calls() {
        return answered + newCalls();
    }

    /** How many calls there may be at the same time: a new one is held for a moment, or ends after 64·T1 without an answer. */
    int atOnce() {
        return answered + Math.min(newCalls(), (int) Math.ceil(newPerSecond * NEW_LASTS_AT_MOST_SECONDS));
    }

    boolean isNew(int call) {
        return call >= answered;
    }

    /** The new call that has that number. */
    static int call(String outside) {
        return Integer.parseInt(outside, OUTSIDE.length(), outside.length(), 10);
    }

    /** When a call is to begin. */
    Duration begins(int call) {
        return isNew(call)
                ? event().minus(NEW_BEFORE).plus(seconds((call - answered) / newPerSecond))
                : seconds(call / ANSWERED_PER_SECOND);
    }

    private int sinceBegin(int call, Duration afterEvent) {
        return (int) event().plus(afterEvent).minus(begins(call)).toMillis();
    }

    private Duration ends(int call) {
        return course(call) == Course.BYE_AT_ONCE
                ? Duration.ofMillis(500)
                : inDialogAfter.plus(seconds(call / ENDS_PER_SECOND));
    }

    private Duration reinvites(int call) {
        Duration spread = throughout ? inDialogAfter.multipliedBy(call).dividedBy(answered) : Duration.ZERO;
        return Duration.ofMillis(500).plus(spread);
    }

    private Script script(int call) {
        return switch (course(call)) {
            case REINVITE_AT_ONCE -> Script.of(new ScriptStep.Refresh(sinceBegin(call, reinvites(call))));
            case REINVITE_LATER -> Script.of(new ScriptStep.Refresh(
                    sinceBegin(call, inDialogAfter.minusSeconds(1).plus(seconds(call / ENDS_PER_SECOND)))));
            case BYE_AT_ONCE, BYE_LATER -> Script.NOTHING;
        };
    }

    /** No two calls have the same numbers. @param corePort where nodes listen for the core; @param mpsPort likewise */
    CallOrder order(int call, NodeHosts hosts, int corePort, int mpsPort) {
        return order(call, node(call), hosts, corePort, mpsPort);
    }

    /** The same to that service address. */
    CallOrder order(int call, int address, NodeHosts hosts, int corePort, int mpsPort) {
        String outside = OUTSIDE + String.format(Locale.ROOT, "%06d", call);
        boolean fromCore = !isNew(call) && speaks(call);
        InetSocketAddress gateway = new InetSocketAddress(InetAddress.ofLiteral(hosts.service(address)),
                fromCore ? corePort : mpsPort);
        return new CallOrder(fromCore ? outside : NUMBER, fromCore ? NUMBER : outside, gateway, PATIENCE_MILLIS,
                isNew(call) ? NEW_HOLD_MILLIS : sinceBegin(call, ends(call)),
                isNew(call) ? Script.NOTHING : script(call));
    }

    static Answering answering() {
        return new Answering(20, 100, Answering.WAITS);
    }

    /** When the last call is over if all goes well, and what SIP's timers may add (64·T1). */
    Duration over() {
        return event().plus(inDialogAfter).plus(seconds(answered / ENDS_PER_SECOND)).plusSeconds(40);
    }
}
