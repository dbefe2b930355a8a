package io.tandem.media.udp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortPoolTest {

    @Test
    void onlyWholePairsCount() {
        assertThat(new PortPool(20_001, 20_006).pairs()).isEqualTo(2);
        assertThat(new PortPool(20_000, 20_000).pairs()).isZero();
        assertThat(new PortPool(20_000, 20_001).take()).isEqualTo(20_000);
    }

    @Test
    void aPairThatWasGivenBackRestsForARound() {
        PortPool pool = new PortPool(20_000, 20_005);
        int first = pool.take();
        pool.release(first);
        assertThat(pool.take()).isEqualTo(first + 2);
        assertThat(pool.take()).isEqualTo(first + 4);
        assertThat(pool.take()).isEqualTo(first);
    }

    @Test
    void anEmptyPoolSaysSoUntilOneComesBack() {
        PortPool pool = new PortPool(20_000, 20_003);
        pool.take();
        int second = pool.take();
        assertThat(pool.take()).isEqualTo(PortPool.NONE);
        pool.release(second);
        assertThat(pool.take()).isEqualTo(second);
    }

    @Test
    void anExactPairIsTakenOnce() {
        PortPool pool = new PortPool(20_000, 20_009);
        assertThat(pool.take(20_000)).isTrue();
        assertThat(pool.take(20_000)).isFalse();
        assertThat(pool.take(20_003)).isFalse();
        assertThat(pool.take(30_000)).isFalse();
        assertThat(pool.take()).isEqualTo(20_002);
        assertThat(pool.pairsTaken()).isEqualTo(2);
    }
}
