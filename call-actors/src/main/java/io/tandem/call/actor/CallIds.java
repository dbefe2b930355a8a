package io.tandem.call.actor;

import io.tandem.port.CallId;
import java.security.SecureRandom;
import java.util.List;

/**
 * Makes call ids: unguessable, because whoever knows one can speak into the call, and in shards of this node as far as
 * it hosts any (design §2). Thread-safe.
 */
public final class CallIds {
    /** How many shards calls are spread over: ids {@code 00} to {@code 0z}. */
    public static final int SHARDS = 36;
    private static final int RANDOM_DIGITS = CallId.LENGTH - 2;
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

    private final ThreadLocal<Pool> pools = ThreadLocal.withInitial(Pool::new);
    private volatile List<String> localShards = allShards();

    /** The shards that this node hosts now; an empty list: none is known, take any. */
    public void hosted(List<String> shards) {
        localShards = shards.isEmpty() ? allShards() : List.copyOf(shards);
    }

    public CallId next() {
        List<String> shards = localShards;
        return in(shards.get(pools.get().below(shards.size())));
    }

    /** A new id in that shard. */
    CallId in(String shard) {
        Pool pool = pools.get();
        char[] id = new char[CallId.LENGTH];
        id[0] = shard.charAt(0);
        id[1] = shard.charAt(1);
        for (int i = 0; i < RANDOM_DIGITS; i++) {
            id[2 + i] = DIGITS.charAt(pool.below(DIGITS.length()));
        }
        return new CallId(new String(id));
    }

    static List<String> allShards() {
        return DIGITS.chars().mapToObj(digit -> "0" + (char) digit).toList();
    }

    /** Random bytes fetched a block at a time: the generator is dear by the call and cheap by the byte. */
    private static final class Pool {
        private static final int BLOCK_BYTES = 4096;

        private final SecureRandom random = new SecureRandom();
        private final byte[] block = new byte[BLOCK_BYTES];
        private int used = BLOCK_BYTES;

        /** Evenly distributed in 0 until {@code bound}, at most 252. */
        int below(int bound) {
            int limit = 256 - 256 % bound;
            int value = next();
            while (value >= limit) {
                value = next();
            }
            return value % bound;
        }

        private int next() {
            if (used == BLOCK_BYTES) {
                random.nextBytes(block);
                used = 0;
            }
            return block[used++] & 0xff;
        }
    }
}
