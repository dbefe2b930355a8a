package io.tandem.sip.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000;
    private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.1");

    @Test
    void aBurstIsLetInAtOnceAndThenTheRate() {
        for (long start : new long[]{0, -5 * SECOND, Long.MAX_VALUE - SECOND}) { // System.nanoTime is any number
            SharedBucket bucket = new SharedBucket(Rate.of(10, 5), start);

            assertThat(taken(bucket, 20, start)).isEqualTo(5);
            assertThat(taken(bucket, 20, start + SECOND / 2)).isEqualTo(5);
            assertThat(taken(bucket, 20, start + SECOND / 2 + SECOND / 10)).isEqualTo(1);
        }
    }

    @Test
    void whatIsNotUsedIsNotSavedBeyondTheBurst() {
        SharedBucket bucket = new SharedBucket(Rate.of(10, 5), 0);

        assertThat(taken(bucket, 20, 3_600 * SECOND)).isEqualTo(5);
    }

    @Test
    void whatIsGivenBackWasNeverTaken() {
        SharedBucket bucket = new SharedBucket(Rate.of(10, 5), 0);
        assertThat(taken(bucket, 3, SECOND)).isEqualTo(3);
        bucket.giveBack();

        assertThat(taken(bucket, 20, SECOND)).isEqualTo(3);
        bucket.giveBack();
        assertThat(taken(bucket, 20, 3_600 * SECOND)).as("no more than the burst").isEqualTo(5);
    }

    @Test
    void eachSourceHasABucketOfItsOwn() {
        SourceBuckets sources = new SourceBuckets(Rate.of(10, 3), 64, 4_711, 0);

        assertThat(taken(sources, PEER, 10)).isEqualTo(3);
        assertThat(taken(sources, InetAddress.ofLiteral("192.0.2.2"), 10)).isEqualTo(3);
        assertThat(taken(sources, InetAddress.ofLiteral("2001:db8::1"), 10)).isEqualTo(3);
        assertThat(taken(sources, PEER, 10)).isZero();
    }

    @Test
    void aMillionForgedSourcesTakeNoMoreRoomAndAFloodingOneIsSeldomForgotten() throws java.io.IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SourceBuckets sources = new SourceBuckets(Rate.of(10, 100), 4_096, random.nextLong(), 0);
        byte[] forged = new byte[4];
        int admitted = 0;
        for (int i = 0; i < 1_000_000; i++) {
            random.nextBytes(forged);
            sources.take(InetAddress.getByAddress(forged), i);
            admitted += sources.take(PEER, i) ? 1 : 0;
        }

        assertThat(admitted).as("seed %d", seed).isLessThan(1_000);
    }

    private static int taken(SharedBucket bucket, int tries, long now) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += bucket.take(now) ? 1 : 0;
        }
        return taken;
    }

    private static int taken(SourceBuckets sources, InetAddress source, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += sources.take(source, SECOND) ? 1 : 0;
        }
        return taken;
    }
}
