package io.tandem.sip.transaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * A hashed wheel of alarms: start and stop are O(1), and every deadline is rounded up to the next 10 ms. One turn takes
 * 41 s, longer than 64·T1; what lies further ahead stays in its slot for another turn.
 */
final class TimerWheel {
    static final long GRAIN_NANOS = 10_000_000;
    private static final int SLOTS = 4096;

    private final Alarm[] slots = new Alarm[SLOTS];
    private final BitSet occupied = new BitSet(SLOTS);
    private final List<Alarm> due = new ArrayList<>();
    private long tick; // all slots up to this one have been served
    private int running;

    /** Starts an alarm, in place of what it was started for before. */
    void start(Alarm alarm, Timer timer, long atNanos, long nowNanos) {
        stop(alarm);
        if (running == 0) {
            tick = Math.floorDiv(nowNanos, GRAIN_NANOS);
        }
        alarm.timer = timer;
        alarm.tick = Math.max(tick + 1, Math.ceilDiv(atNanos, GRAIN_NANOS));
        alarm.phase = Alarm.Phase.RUNNING;
        link(alarm);
    }

    /** Stops an alarm; nothing happens to one that does not run. */
    void stop(Alarm alarm) {
        if (alarm.phase == Alarm.Phase.RUNNING) {
            unlink(alarm);
        }
        alarm.phase = Alarm.Phase.IDLE;
    }

    /** Fires what is due, each alarm idle by then. */
    void advance(long nowNanos, Consumer<Alarm> fire) {
        long target = Math.floorDiv(nowNanos, GRAIN_NANOS);
        if (running == 0 || target <= tick) {
            return;
        }
        collect(target);
        for (int i = 0; i < due.size(); i++) {
            Alarm alarm = due.get(i);
            if (alarm.phase == Alarm.Phase.DUE) { // else an alarm before it has stopped it, or started it anew
                alarm.phase = Alarm.Phase.IDLE;
                fire.accept(alarm);
            }
        }
        due.clear();
    }

    /** When the next slot with an alarm is served; {@link Long#MAX_VALUE} when there is none. */
    long nextDeadlineNanos() {
        if (running == 0) {
            return Long.MAX_VALUE;
        }
        int from = slotOf(tick + 1);
        int found = occupied.nextSetBit(from);
        int slot = found >= 0 ? found : occupied.nextSetBit(0);
        return (tick + 1 + ((slot - from) & SLOTS - 1)) * GRAIN_NANOS;
    }

    private void collect(long target) {
        long last = Math.min(target, tick + SLOTS); // a longer jump meets every slot once
        for (long t = tick + 1; t <= last; t++) {
            Alarm alarm = slots[slotOf(t)];
            while (alarm != null) {
                Alarm following = alarm.next;
                if (alarm.tick <= target) {
                    unlink(alarm);
                    alarm.phase = Alarm.Phase.DUE;
                    due.add(alarm);
                }
                alarm = following;
            }
        }
        tick = target;
    }

    private void link(Alarm alarm) {
        int slot = slotOf(alarm.tick);
        Alarm head = slots[slot];
        alarm.previous = null;
        alarm.next = head;
        if (head == null) {
            occupied.set(slot);
        } else {
            head.previous = alarm;
        }
        slots[slot] = alarm;
        running++;
    }

    private void unlink(Alarm alarm) {
        if (alarm.next != null) {
            alarm.next.previous = alarm.previous;
        }
        if (alarm.previous != null) {
            alarm.previous.next = alarm.next;
        } else {
            int slot = slotOf(alarm.tick);
            slots[slot] = alarm.next;
            if (alarm.next == null) {
                occupied.clear(slot);
            }
        }
        alarm.previous = null;
        alarm.next = null;
        running--;
    }

    private static int slotOf(long tick) {
        return (int) tick & SLOTS - 1;
    }
}
