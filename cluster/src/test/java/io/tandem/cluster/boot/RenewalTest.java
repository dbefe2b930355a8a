package io.tandem.cluster.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tandem.cluster.address.actor.AddressFailure;
import io.tandem.ops.metrics.MetricsSettings;
import io.tandem.ops.metrics.TandemMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RenewalTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.tandem.addresses");
    private final List<Integer> renewed = Collections.synchronizedList(new ArrayList<>());
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final TandemMetrics metrics = new TandemMetrics(new MetricsSettings(Map.of(), List.of(), List.of(),
            MetricsSettings.SHORT_CALL, Clock.systemUTC()));
    private final Takeovers counts = new Takeovers();
    private Duration left = Duration.ofMillis(1_700);
    private boolean refused;
    private final Renewal renewal = new Renewal('a', this::renew, () -> left, counts);

    private void renew(int seconds) throws AddressFailure {
        if (refused) {
            throw new AddressFailure("'ip' ended with 2: Operation not permitted");
        }
        renewed.add(seconds);
    }

    @BeforeEach
    void listen() {
        counts.bindTo(metrics);
        told.start();
        LOG.addAppender(told);
    }

    @AfterEach
    void stop() {
        renewal.stop();
        LOG.detachAppender(told);
    }

    private long counted(String outcome) {
        String series = "tandem_service_address_renewals_total{outcome=\"" + outcome + "\"} ";
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(series.length())))
                .sum();
    }

    @Test
    void itIsForAsLongAsTheNodeMayActToTheNearestSecond() {
        renewal.renew();
        left = Duration.ofMillis(1_400);
        renewal.renew();
        assertThat(renewed).containsExactly(2, 1);
        assertThat(counted("done")).isEqualTo(2);
    }

    @Test
    void aNodeThatIsHardlyHeardRenewsNothing() {
        left = Duration.ofMillis(499);
        renewal.renew();
        left = Duration.ZERO;
        renewal.renew();
        assertThat(renewed).isEmpty();
        assertThat(counted("failed")).isZero();
    }

    @Test
    void aFailureIsToldOnceAndCountedEachTime() {
        refused = true;
        renewal.renew();
        renewal.renew();
        renewal.renew();
        assertThat(counted("failed")).isEqualTo(3);
        assertThat(told.list).singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains("service address a", "Operation not permitted"));
        refused = false;
        renewal.renew();
        assertThat(renewed).containsExactly(2);
        refused = true;
        renewal.renew();
        assertThat(told.list).filteredOn(event -> event.getFormattedMessage().contains("not permitted"))
                .as("told anew after it went well")
                .hasSize(2);
    }

    @Test
    void itGoesOnUntilItIsStoppedAndNotAfterThat() {
        renewal.start();
        await("twice").atMost(Duration.ofSeconds(10)).until(() -> renewed.size() >= 2);
        renewal.stop();
        int before = renewed.size();
        renewal.renew();
        assertThat(renewed).hasSize(before);
    }

    @Test
    void oneThatRunsIsOverWhenItIsStopped() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Renewal slow = new Renewal('b', seconds -> {
            running.countDown();
            await().atMost(Duration.ofSeconds(10)).until(() -> go.getCount() == 0);
            renewed.add(seconds);
        }, () -> left, counts);
        Thread timer = Thread.ofVirtual().start(slow::renew);
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        Thread stops = Thread.ofPlatform().start(slow::stop);
        await("stop waits").atMost(Duration.ofSeconds(10)).until(() -> stops.getState() == Thread.State.BLOCKED);
        assertThat(renewed).isEmpty();
        go.countDown();
        stops.join();
        assertThat(renewed).containsExactly(2);
        timer.join();
    }
}
