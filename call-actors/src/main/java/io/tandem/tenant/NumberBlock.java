package io.tandem.tenant;

import io.tandem.tenant.number.PhoneNumber;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A thousand consecutive numbers: the one authority on who holds which of them (design §5).
 * <p>
 * Claims and releases carry the revision of the tenant that ordered them. A number remembers the last one that it
 * obeyed, also after its release, so that an order that was overtaken on its way changes nothing any more.
 *
 * @param version how many events made this state: tells a cache whether it has missed one
 * @param slots by place in the block, 0–999
 */
public record NumberBlock(long version, Map<Integer, Slot> slots) {
    public static final NumberBlock EMPTY = new NumberBlock(0, Map.of());

    /**
     * @param held false when this only remembers who released the number last
     * @param revision of the order obeyed last
     */
    public record Slot(NumberAssignment assignment, boolean held, long revision) {
        private boolean isOf(String account) {
            return assignment.account().equals(account);
        }
    }

    /** What came of a claim or a release. */
    public enum Verdict {
        /** Held as claimed, now or before. */
        CLAIMED,
        /** Not held by the account, now or before. */
        RELEASED,
        /** Another account holds it. */
        HELD_ELSEWHERE,
        /** A later order of the same account has been obeyed. */
        OVERTAKEN
    }

    public sealed interface Event {
        PhoneNumber number();

        record NumberClaimed(PhoneNumber number, NumberAssignment assignment, long revision) implements Event {}

        record NumberFreed(PhoneNumber number, String account, long revision) implements Event {}
    }

    /** What an order does: at most one event, and the verdict. */
    public record Decision(Optional<Event> event, Verdict verdict) {
        static Decision unchanged(Verdict verdict) {
            return new Decision(Optional.empty(), verdict);
        }

        static Decision of(Event event, Verdict verdict) {
            return new Decision(Optional.of(event), verdict);
        }
    }

    public NumberBlock {
        slots = Map.copyOf(slots);
    }

    /** Who holds that number. */
    public Optional<NumberAssignment> holder(PhoneNumber number) {
        return Optional.ofNullable(slots.get(number.suffix())).filter(Slot::held).map(Slot::assignment);
    }

    /** Decides on an account's claim; repeating it changes nothing, a later one of the same account replaces it. */
    public Decision claim(PhoneNumber number, NumberAssignment assignment, long revision) {
        Slot slot = slots.get(number.suffix());
        boolean own = slot != null && slot.isOf(assignment.account());
        if (slot != null && slot.held() && !own) {
            return Decision.unchanged(Verdict.HELD_ELSEWHERE);
        }
        if (own && revision < slot.revision() || own && !slot.held() && revision == slot.revision()) {
            return Decision.unchanged(Verdict.OVERTAKEN);
        }
        if (own && slot.held() && revision == slot.revision()) {
            return Decision.unchanged(Verdict.CLAIMED);
        }
        return Decision.of(new Event.NumberClaimed(number, assignment, revision), Verdict.CLAIMED);
    }

    /** Decides on an account's release; what it does not hold it has released. */
    public Decision release(PhoneNumber number, String account, long revision) {
        Slot slot = slots.get(number.suffix());
        boolean own = slot != null && slot.isOf(account);
        if (slot != null && !own || own && !slot.held() && revision <= slot.revision()) {
            return Decision.unchanged(Verdict.RELEASED);
        }
        if (own && revision < slot.revision()) {
            return Decision.unchanged(Verdict.OVERTAKEN);
        }
        return Decision.of(new Event.NumberFreed(number, account, revision), Verdict.RELEASED);
    }

    /** The block after that event. */
    public NumberBlock apply(Event event) {
        Slot slot = switch (event) {
            case Event.NumberClaimed claimed -> new Slot(claimed.assignment(), true, claimed.revision());
            case Event.NumberFreed freed -> new Slot(
                    new NumberAssignment(freed.account(), Optional.empty(), Optional.empty()), false,
                    freed.revision());
        };
        Map<Integer, Slot> changed = new HashMap<>(slots);
        changed.put(event.number().suffix(), slot);
        return new NumberBlock(version + 1, changed);
    }

    /** Who holds what, by place. */
    public Map<Integer, NumberAssignment> held() {
        Map<Integer, NumberAssignment> held = new HashMap<>();
        slots.forEach((place, slot) -> {
            if (slot.held()) {
                held.put(place, slot.assignment());
            }
        });
        return held;
    }
}
