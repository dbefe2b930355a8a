package io.tandem.call.actor;

import io.tandem.port.CallId;
import java.security.SecureRandom;
import java.util.List;

/**
 * Makes call ids: unguessable, because whoever knows one can speak into the call. Each begins with the service address
 * that the call is on, and goes to one of that address's shards (design §2, §4). Thread-safe.
 */
public final class CallIds {
    private static final int RANDOM_DIGITS = CallId.LENGTH - 1;
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

    private static final String NO_CALL = "0".repeat(CallId.LENGTH - 2);

    private final ThreadLocal<Pool> pools = ThreadLocal.withInitial(Pool::new);

    /** A new id on that service address. */
    public CallId next(char address) {
        Pool pool = pools.get();
        char[] id = new char[CallId.LENGTH];
        id[0] = address;
        for (int i = 0; i < RANDOM_DIGITS; i++) {
            id[1 + i] = DIGITS.charAt(pool.below(DIGITS.length()));
        }
        return new CallId(new String(id));
    }

    /** One id in each shard of that service address; no call ever has it. */
    static List<CallId> inEachShard(char address) {
        return DIGITS.chars()
                .limit(CallId.SHARDS)
                .mapToObj(shard -> new CallId("" + address + (char) shard + NO_CALL))
                .toList();
    }

    /** Whether it is one of {@link #inEachShard}: it stands for its shard. */
    static boolean isOfShard(CallId id) {
        return id.value().endsWith(NO_CALL);
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
