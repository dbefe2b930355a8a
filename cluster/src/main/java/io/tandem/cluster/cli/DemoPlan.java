package io.tandem.cluster.cli;

import io.tandem.ops.lab.Answering;
import io.tandem.ops.lab.CallOrder;
import io.tandem.ops.lab.Manner;
import io.tandem.ops.lab.MicrosoftTarget;
import io.tandem.ops.lab.Script;
import io.tandem.ops.lab.ScriptStep;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/**
 * What a demo does.
 *
 * @param calls how many, alternately in either direction
 * @param perSecond how many it begins in a second
 * @param hold from the answer to the BYE
 */
record DemoPlan(int calls, double perSecond, Duration hold) {
    static final String ACCOUNT = "demo";
    static final String GATEWAY_NAME = "sbc.lab.example";
    static final String MPS_NAME = "sip.lab.example";
    /** Numbers for films and books (Ofcom): nobody has them. */
    static final String FIRST_NUMBER = "+441632960001";
    static final String SECOND_NUMBER = "+441632960002";
    private static final String OUTSIDE = "+447700900";
    /** Whose calls they are, as Microsoft would say it (TSP-71). */
    private static final String TENANT = "11111111-2222-3333-4444-555555555555";
    /** Whom the Microsoft side hands a call to. */
    private static final String CORE_TARGET = "+447700900999";
    private static final String REFERRED_BY = "<sip:" + FIRST_NUMBER + "@" + MPS_NAME + ";x-m=8:orgid:7>";
    static final int MOST_CALLS = 2_000;
    /** Calls at once; beyond it the next one waits. */
    static final int AT_ONCE = 200;
    static final int RING_AFTER_MILLIS = 20;
    static final int ANSWER_AFTER_MILLIS = 150;
    private static final int PATIENCE_MILLIS = 10_000;

    /** Which way a call goes. */
    enum Direction {
        CORE_TO_MPS("core → MPS"), MPS_TO_CORE("MPS → core");

        final String label;

        Direction(String label) {
            this.label = label;
        }
    }

    /** What happens in a call between its answer and its end. */
    enum Course {
        PLAIN("–"), HOLD("hold, resume"), TO_CORE("transfer to core"), TO_MICROSOFT("transfer to MPS");

        final String label;

        Course(String label) {
            this.label = label;
        }

        boolean transfers() {
            return this == TO_CORE || this == TO_MICROSOFT;
        }

        /** How many ends there are beside the caller's. */
        int others() {
            return transfers() ? 2 : 1;
        }
    }

    /**
     * The second call is held by Microsoft and the third by the core, each in its own way; the fourth is handed on by
     * Microsoft to somebody else at the core, the sixth to somebody of its own. The others only talk.
     */
    Course course(int call) {
        return switch (call) {
            case 1, 2 -> Course.HOLD;
            case 3 -> Course.TO_CORE;
            case 5 -> Course.TO_MICROSOFT;
            default -> Course.PLAIN;
        };
    }

    /** What the caller does in it. On hold from a quarter of the time to a half; what it then hands on stays so. */
    private Script script(int call, DemoPorts ports) {
        int quarter = (int) hold.toMillis() / 4;
        ScriptStep inactive = new ScriptStep.Hold(quarter, io.tandem.media.sdp.Direction.INACTIVE); // TSP-150
        return switch (course(call)) {
            case PLAIN -> Script.NOTHING;
            case HOLD -> direction(call) == Direction.MPS_TO_CORE
                    ? Script.of(inactive, new ScriptStep.Resume(2 * quarter))
                    : Script.of(new ScriptStep.Hold(quarter, io.tandem.media.sdp.Direction.SENDONLY),
                            new ScriptStep.Resume(2 * quarter));
            case TO_CORE -> Script.of(inactive, new ScriptStep.Refer(quarter, "<sip:" + CORE_TARGET + "@" + GATEWAY_NAME
                    + ";user=phone>", REFERRED_BY));
            case TO_MICROSOFT -> Script.of(inactive,
                    new ScriptStep.Refer(quarter, MicrosoftTarget.referTo(SECOND_NUMBER,
                            MPS_NAME, ports.mpsPeer(), new UUID(4, 4), new UUID(5, 5), new UUID(6, call)),
                            REFERRED_BY));
        };
    }

    Direction direction(int call) {
        return call % 2 == 0 ? Direction.CORE_TO_MPS : Direction.MPS_TO_CORE;
    }

    /** Of a call from the core the caller hangs up, of a call to the core the callee does. */
    CallOrder order(int call, DemoPorts ports) {
        String inside = call / 2 % 2 == 0 ? FIRST_NUMBER : SECOND_NUMBER;
        String outside = OUTSIDE + String.format(Locale.ROOT, "%03d", call / 2 % 1_000);
        return switch (direction(call)) {
            case CORE_TO_MPS -> new CallOrder(outside, inside, DemoPorts.address(ports.core()), PATIENCE_MILLIS,
                    (int) hold.toMillis(), script(call, ports));
            case MPS_TO_CORE -> new CallOrder(inside, outside, DemoPorts.address(ports.mps()), PATIENCE_MILLIS,
                    Answering.WAITS, script(call, ports));
        };
    }

    Answering coreAnswering() {
        return new Answering(RING_AFTER_MILLIS, ANSWER_AFTER_MILLIS, (int) hold.toMillis());
    }

    Answering mpsAnswering() {
        return Answering.asMicrosoft(RING_AFTER_MILLIS, ANSWER_AFTER_MILLIS, Answering.WAITS, Script.NOTHING);
    }

    /** Session timer and tenant; no UPDATE. */
    static Manner microsoft() {
        return Manner.MICROSOFT.withInviteHeader("X-MS-TenantID", TENANT);
    }

    /** When a call is to begin, after the first one. */
    long beginsAfterNanos(int call) {
        return (long) (call / perSecond * 1e9);
    }

    /** Longer than the last call can take. */
    Duration patience() {
        return hold.plusMillis(PATIENCE_MILLIS).plusSeconds(60);
    }
}
