package io.tandem.tenant.actor;

import io.tandem.port.NumberDirectory;
import io.tandem.tenant.actor.NumberBlockActor.Changed;
import io.tandem.tenant.actor.NumberBlockActor.Contents;
import io.tandem.tenant.number.PhoneNumber;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * This node's copy of the number blocks that its calls use, negative answers included.
 * <p>
 * Kept current by the changes that blocks publish. A message that is lost shows as a gap in the block's version, or is
 * found within {@link DirectorySettings#refreshAfter} of the next use; meanwhile, and while a block does not answer, the
 * last known truth stands. Bounded: the blocks that were not used for longest go. Safe from any thread; reading takes no
 * lock.
 */
public final class CachedNumberDirectory implements NumberDirectory {
    /** How coarse the time of the last use may be: spares a write per call. */
    private static final long USE_GRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** One in so many blocks goes when there are too many. */
    private static final int EVICTED_SHARE = 8;

    /** Asks a block; {@code knownVersion} is -1 when nothing is known of it. */
    interface BlockReader {
        CompletionStage<Contents> read(long block, long knownVersion);
    }

    private final BlockReader reader;
    private final DirectorySettings settings;
    private final LongSupplier nanoTime;
    private final long refreshAfterNanos;
    private final ConcurrentHashMap<Long, CachedBlock> blocks = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, CompletableFuture<CachedBlock>> loading = new ConcurrentHashMap<>();
    private final AtomicBoolean evicting = new AtomicBoolean();

    CachedNumberDirectory(BlockReader reader, DirectorySettings settings, LongSupplier nanoTime) {
        this.reader = reader;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.refreshAfterNanos = settings.refreshAfter().toNanos();
    }

    @Override
    public Optional<Lookup> cached(String number) {
        if (!PhoneNumber.isCanonical(number)) {
            return Optional.of(new Lookup.Unprovisioned(number));
        }
        long key = PhoneNumber.blockOf(number);
        CachedBlock block = blocks.get(key);
        if (block == null) {
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        if (now - block.usedNanos > USE_GRAIN_NANOS) {
            block.usedNanos = now;
        }
        if (now - block.checkedNanos > refreshAfterNanos) {
            block.checkedNanos = now;
            load(key, Optional.of(block));
        }
        return Optional.of(block.lookup(number));
    }

    @Override
    public CompletionStage<Lookup> find(String number) {
        Optional<Lookup> known = cached(number);
        if (known.isPresent()) {
            return CompletableFuture.completedStage(known.get());
        }
        return load(PhoneNumber.blockOf(number), Optional.empty()).<Lookup>thenApply(
                block -> block.lookup(number))
                .exceptionally(
                        failure -> new Lookup.Unavailable(number, reason(failure)));
    }

    /** How many blocks are kept now. */
    public int size() {
        return blocks.size();
    }

    /** A block has published a change. */
    void changed(Changed change) {
        blocks.computeIfPresent(change.block(), (_, block) -> {
            if (change.version() <= block.version()) {
                return block;
            }
            if (change.version() == block.version() + 1 && !block.isLittered()) {
                return block.with(change, nanoTime.getAsLong());
            }
            block.checkedNanos = nanoTime.getAsLong() - refreshAfterNanos - 1; // missed one: asked at the next use
            return block;
        });
    }

    private CompletableFuture<CachedBlock> load(long key, Optional<CachedBlock> known) {
        CompletableFuture<CachedBlock> mine = new CompletableFuture<>();
        CompletableFuture<CachedBlock> others = loading.putIfAbsent(key, mine);
        if (others != null) {
            return others;
        }
        if (loading.size() > settings.loads()) {
            loading.remove(key, mine);
            mine.completeExceptionally(new RejectedExecutionException("too many look-ups under way"));
            return mine;
        }
        long version = known.map(CachedBlock::version).orElse(-1L);
        reader.read(key, version).whenComplete((contents, failure) -> {
            if (failure == null) {
                mine.complete(install(key, contents, known));
            } else {
                mine.completeExceptionally(failure);
            }
            loading.remove(key, mine);
        });
        return mine;
    }

    private CachedBlock install(long key, Contents contents, Optional<CachedBlock> known) {
        CachedBlock loaded = known.filter(_ -> contents.unchanged())
                .orElseGet(
                        () -> CachedBlock.of(contents, nanoTime.getAsLong()));
        CachedBlock kept = blocks.merge(key, loaded,
                (present, fresh) -> fresh.version() > present.version() || fresh.version() == present.version()
                        && present.isLittered() ? fresh : present);
        if (blocks.size() > settings.blocks()) {
            evict();
        }
        return kept;
    }

    private void evict() {
        if (!evicting.compareAndSet(false, true)) {
            return;
        }
        try {
            long[] uses = blocks.values().stream().mapToLong(block -> block.usedNanos).toArray();
            if (uses.length > settings.blocks()) {
                Arrays.sort(uses); // nanoTime may be negative but does not wrap within the life of a node
                long oldest = uses[uses.length / EVICTED_SHARE];
                blocks.values().removeIf(block -> block.usedNanos <= oldest && blocks.size() > settings.blocks() / 2);
            }
        } finally {
            evicting.set(false);
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
