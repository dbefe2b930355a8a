package io.tandem.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tandem.port.EdgeListener;
import io.tandem.sip.message.Problem;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.transaction.TransactionListener;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What transactions and the edge tell (MET-11, MET-17). */
class MessageMetricsTest {
    private final TandemMetrics metrics = new TandemMetrics(new MetricsSettings(Map.of(), List.of(),
            List.of("core-udp"), MetricsSettings.SHORT_CALL, InstantSource.system()));

    @Test
    void messagesAreCountedByMethodStatusAndDirection() {
        TransactionListener told = metrics.transactions();
        told.requestReceived(SipMethod.INVITE);
        told.requestSent(SipMethod.INVITE);
        told.requestSent(SipMethod.INVITE);
        told.responseReceived(SipMethod.INVITE, 486);
        told.responseSent(SipMethod.BYE, 200);
        assertThat(value("tandem_sip_requests_total{dir=\"in\",method=\"INVITE\"}")).isOne();
        assertThat(value("tandem_sip_requests_total{dir=\"out\",method=\"INVITE\"}")).isEqualTo(2);
        assertThat(
                value("tandem_sip_responses_total{class=\"4xx\",code=\"486\",dir=\"in\",method=\"INVITE\"}")).isOne();
        assertThat(value("tandem_sip_responses_total{class=\"2xx\",code=\"200\",dir=\"out\",method=\"BYE\"}")).isOne();
    }

    @Test
    void repeatedMessagesAreCountedApart() {
        metrics.transactions().retransmissionReceived(SipMethod.INVITE);
        assertThat(value("tandem_sip_retransmissions_total{dir=\"in\",method=\"INVITE\"}")).isOne();
        assertThat(value("tandem_sip_requests_total{dir=\"in\",method=\"INVITE\"}")).isNaN();
    }

    @Test
    void aMethodThatAPeerInventsMakesNoSeriesOfItsOwn() {
        metrics.transactions().requestReceived(SipMethod.of("FROBNICATE"));
        metrics.transactions().requestReceived(SipMethod.of("invite"));
        assertThat(value("tandem_sip_requests_total{dir=\"in\",method=\"other\"}")).isEqualTo(2);
        assertThat(metrics.scrape()).doesNotContain("FROB");
    }

    @Test
    void whatTheEdgeTurnsAwayIsCountedByListenerAndReason() {
        EdgeListener told = metrics.edge();
        told.sourceRefused("core-udp");
        told.sourceRefused("no-such-listener");
        told.malformed("core-udp", Problem.VERSION, true);
        told.refused("core-udp", EdgeListener.Refusal.MAX_FORWARDS);
        told.overLimit("core-udp", EdgeListener.Limit.DATAGRAM);
        metrics.transactions().overLimit(TransactionListener.Limit.SERVER_TRANSACTIONS);
        assertThat(value("tandem_acl_drops_total{listener=\"core-udp\"}")).isOne();
        assertThat(value("tandem_acl_drops_total{listener=\"other\"}")).isOne();
        assertThat(value(
                "tandem_sip_malformed_total{answered=\"yes\",listener=\"core-udp\",problem=\"version\"}")).isOne();
        assertThat(
                value("tandem_sip_refused_total{code=\"483\",listener=\"core-udp\",reason=\"max_forwards\"}")).isOne();
        assertThat(value("tandem_over_limit_total{limit=\"datagram\",where=\"core-udp\"}")).isOne();
        assertThat(value("tandem_over_limit_total{limit=\"server_transactions\",where=\"transactions\"}")).isOne();
    }

    @Test
    void aConnectionThatNeverOpenedDoesNotClose() {
        metrics.edge().connectionOpened("core-udp", false);
        metrics.edge().connectionClosed("core-udp", EdgeListener.Closing.CONNECT);
        assertThat(value("tandem_sip_connections_open{listener=\"core-udp\"}")).isOne();
        metrics.edge().connectionClosed("core-udp", EdgeListener.Closing.PEER);
        assertThat(value("tandem_sip_connections_open{listener=\"core-udp\"}")).isZero();
    }

    @Test
    void countingAMessageAllocatesNothing() {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        count(20_000); // until compiled
        long before = threads.getCurrentThreadAllocatedBytes();
        count(20_000);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes).as("bytes for 60,000 events").isLessThan(20_000);
    }

    private void count(int times) {
        for (int i = 0; i < times; i++) {
            metrics.transactions().requestReceived(SipMethod.INVITE);
            metrics.transactions().responseSent(SipMethod.INVITE, 200);
            metrics.edge().refused("core-udp", EdgeListener.Refusal.NO_DIALOG);
        }
    }

    private double value(String series) {
        return Scraped.value(metrics.scrape(), series);
    }
}
