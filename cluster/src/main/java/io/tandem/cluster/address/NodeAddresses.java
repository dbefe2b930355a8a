package io.tandem.cluster.address;

import io.tandem.cluster.address.BookInput.Claim;
import io.tandem.cluster.address.NodeOrder.GiveUp;
import io.tandem.cluster.address.NodeOrder.TakeUp;
import io.tandem.cluster.address.NodeOrder.TellAcquired;
import io.tandem.cluster.address.NodeOrder.TellRefused;
import io.tandem.cluster.address.NodeOrder.TellReleased;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

/**
 * What a node has of which address, and how it follows the book: one thing at a time with each address, and an answer to
 * every order, however often it comes.
 *
 * @param held by address
 * @param past the last grant of each address that came to its end here: an order for it that comes again is of long ago
 */
public record NodeAddresses(SortedMap<Character, Held> held, SortedMap<Character, Long> past) {
    public static final NodeAddresses NONE = new NodeAddresses(new TreeMap<>(), new TreeMap<>());

    /** How far it is with an address. */
    public enum Phase {
        TAKING_UP, AT_WORK, GIVING_UP,
        /** Taken up still, but it will be given up as soon as that is done. */
        UNWANTED
    }

    /** @param epoch of the latest grant that was heard of */
    public record Held(Phase phase, long epoch) {}

    /** What follows from an input. */
    public record Decision(NodeAddresses next, List<NodeOrder> orders) {}

    public NodeAddresses {
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
        past = Collections.unmodifiableSortedMap(new TreeMap<>(past));
    }

    /** @param calls on an address */
    public Map<Character, Claim> claims(ToIntFunction<Character> calls) {
        Map<Character, Claim> claims = new TreeMap<>();
        held.forEach((address, own) -> claims.put(address,
                new Claim(own.epoch(), own.phase() == Phase.AT_WORK, calls.applyAsInt(address))));
        return claims;
    }

    /** The highest epoch of all grants to this node, those that are over too. */
    public long lastEpoch() {
        return LongStream.concat(held.values().stream().mapToLong(Held::epoch),
                past.values().stream().mapToLong(Long::longValue)).max().orElse(0);
    }

    public Decision decide(NodeInput input) {
        return switch (input) {
            case NodeInput.Own(char address, long epoch) -> own(address, epoch);
            case NodeInput.Release(char address, long epoch) -> release(address, epoch);
            case NodeInput.TakenUp(char address) -> takenUp(address);
            case NodeInput.Failed(char address, String why) -> failed(address, why);
            case NodeInput.GivenUp(char address) -> givenUp(address);
            case NodeInput.Fenced _ -> fenced();
        };
    }

    private Decision own(char address, long epoch) {
        Held own = held.get(address);
        if (own == null && epoch <= past.getOrDefault(address, 0L)) {
            return new Decision(this, List.of(new TellRefused(address, epoch, "it has been given up already")));
        }
        if (own == null) {
            return with(address, new Held(Phase.TAKING_UP, epoch), new TakeUp(address, epoch));
        }
        if (epoch < own.epoch()) {
            return still(); // an order of long ago
        }
        return switch (own.phase()) {
            case AT_WORK -> with(address, new Held(Phase.AT_WORK, epoch), new TellAcquired(address, epoch));
            case TAKING_UP, UNWANTED -> with(address, new Held(Phase.TAKING_UP, epoch));
            case GIVING_UP -> with(address, new Held(Phase.GIVING_UP, epoch)); // told when it is gone: it comes again
        };
    }

    private Decision release(char address, long epoch) {
        Held own = held.get(address);
        if (own == null) {
            return new Decision(this, List.of(new TellReleased(address, epoch)));
        }
        if (epoch < own.epoch()) {
            return still();
        }
        return switch (own.phase()) {
            case AT_WORK -> with(address, new Held(Phase.GIVING_UP, own.epoch()), new GiveUp(address, true));
            case TAKING_UP -> with(address, new Held(Phase.UNWANTED, own.epoch()));
            case GIVING_UP, UNWANTED -> still();
        };
    }

    private Decision takenUp(char address) {
        Held own = held.get(address);
        return switch (own.phase()) {
            case TAKING_UP ->
                    with(address, new Held(Phase.AT_WORK, own.epoch()), new TellAcquired(address, own.epoch()));
            case UNWANTED -> with(address, new Held(Phase.GIVING_UP, own.epoch()), new GiveUp(address, true));
            case AT_WORK, GIVING_UP -> still();
        };
    }

    private Decision failed(char address, String why) {
        Held own = held.get(address);
        return without(address, own.phase() == Phase.UNWANTED
                ? new TellReleased(address, own.epoch())
                : new TellRefused(address, own.epoch(), why));
    }

    private Decision givenUp(char address) {
        return without(address, new TellReleased(address, held.get(address).epoch()));
    }

    private Decision fenced() {
        SortedMap<Character, Held> after = new TreeMap<>(held);
        List<NodeOrder> orders = new ArrayList<>();
        held.forEach((address, own) -> {
            switch (own.phase()) {
                case AT_WORK -> {
                    after.put(address, new Held(Phase.GIVING_UP, own.epoch()));
                    orders.add(new GiveUp(address, false));
                }
                case TAKING_UP -> after.put(address, new Held(Phase.UNWANTED, own.epoch()));
                case GIVING_UP, UNWANTED -> {
                }
            }
        });
        return new Decision(new NodeAddresses(after, past), List.copyOf(orders));
    }

    private Decision still() {
        return new Decision(this, List.of());
    }

    private Decision with(char address, Held now, NodeOrder... orders) {
        SortedMap<Character, Held> after = new TreeMap<>(held);
        after.put(address, now);
        return new Decision(new NodeAddresses(after, past), List.of(orders));
    }

    private Decision without(char address, NodeOrder... orders) {
        SortedMap<Character, Held> after = new TreeMap<>(held);
        SortedMap<Character, Long> over = new TreeMap<>(past);
        over.merge(address, after.remove(address).epoch(), Math::max);
        return new Decision(new NodeAddresses(after, over), List.of(orders));
    }
}
