package io.tandem.sip.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/** The order in which the servers of one service are tried (RFC 2782, "Usage rules"). */
public final class SrvOrder {

    private SrvOrder() {}

    /**
     * By priority, lowest first; within one priority by lot, each server's chance in proportion to its weight.
     *
     * @param below draws the lots: given a bound, a number from 0 to below it
     */
    public static <T> List<T> of(List<T> servers, ToIntFunction<T> priority, ToIntFunction<T> weight,
            IntUnaryOperator below) {
        if (servers.size() < 2) {
            return servers;
        }
        List<T> left = new ArrayList<>(servers);
        // Those of weight 0 first: they have a small chance, and only beside others of weight 0 an equal one.
        left.sort(Comparator.comparingInt(priority).thenComparingInt(server -> weight.applyAsInt(server) == 0 ? 0 : 1));
        List<T> ordered = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            ordered.add(left.remove(drawn(left, priority, weight, below)));
        }
        return ordered;
    }

    private static <T> int drawn(List<T> left, ToIntFunction<T> priority, ToIntFunction<T> weight,
            IntUnaryOperator below) {
        int first = priority.applyAsInt(left.getFirst());
        int equals = 0;
        int sum = 0;
        while (equals < left.size() && priority.applyAsInt(left.get(equals)) == first) {
            sum += weight.applyAsInt(left.get(equals++));
        }
        if (sum == 0) {
            return equals == 1 ? 0 : below.applyAsInt(equals);
        }
        int lot = below.applyAsInt(sum + 1);
        int running = 0;
        for (int i = 0; i < equals; i++) {
            running += weight.applyAsInt(left.get(i));
            if (running >= lot) {
                return i;
            }
        }
        throw new IllegalStateException("a lot above the sum of weights");
    }
}
