package io.tandem.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.Attempt;
import io.tandem.call.CallView.EndCause;
import io.tandem.call.Transferral;
import io.tandem.media.session.SessionStats.EndStats;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import io.tandem.sip.route.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Counting rules MET-60 to MET-66. */
class CallMetricsTest {
    private static final Instant T0 = Instant.parse("2026-11-23T02:00:00Z");
    private static final EndCause BYE = new EndCause("caller", 200, 16, "normal clearing");
    private static final String CORE = "direction=\"fromCore\",node=\"n1\"";

    private Instant now = T0;
    private final TandemMetrics metrics = new TandemMetrics(new MetricsSettings(Map.of("node", "n1"),
            List.of(trunk("core", PeerGroup.Side.CORE), trunk("teams", PeerGroup.Side.MPS)), List.of("core-udp"),
            MetricsSettings.SHORT_CALL, () -> now));

    @Test
    void aCallIsActiveFromItsFirst18xUntilItIsOver() {
        CallSummary call = call(1, "core");
        metrics.calls().started(call);
        assertThat(value("tandem_calls_active{node=\"n1\"}")).isZero();
        metrics.calls().ringing(call, Duration.ofMillis(30));
        metrics.calls().ringing(call, Duration.ofMillis(40));
        metrics.calls().answered(answered(call), Duration.ofSeconds(2));
        assertThat(value("tandem_calls_active{node=\"n1\"}")).isOne();
        metrics.calls().ended(answered(call), BYE, Duration.ofMinutes(1));
        assertThat(value("tandem_calls_active{node=\"n1\"}")).isZero();
    }

    @Test
    void aCallThatLeavesTheNodeOrComesBackIsActiveThereOnly() {
        CallSummary call = answered(call(1, "core"));
        metrics.calls().resumed(call);
        assertThat(value("tandem_calls_active{node=\"n1\"}")).isOne();
        assertThat(value("tandem_calls_resumed_total{" + CORE + ",trunk=\"core\"}")).isOne();
        metrics.calls().left(call.id());
        assertThat(value("tandem_calls_active{node=\"n1\"}")).isZero();
    }

    @Test
    void whatBecameOfEachAttemptIsCountedByPeerOfThoseThatAreConfigured() {
        Attempt down = new Attempt(1, "peer", Attempt.Outcome.SILENT, 408, "nothing came");
        metrics.calls().tried("teams", down);
        metrics.calls().tried("teams", down);
        metrics.calls().tried("teams", new Attempt(2, "peer", Attempt.Outcome.ANSWERED, 200, "OK"));
        metrics.calls().tried("teams", new Attempt(2, "stranger", Attempt.Outcome.ANSWERED, 200, "OK"));
        assertThat(value("tandem_peer_attempts_total{node=\"n1\",outcome=\"silent\",peer=\"peer\",trunk=\"teams\"}"))
                .isEqualTo(2);
        assertThat(value("tandem_peer_attempts_total{node=\"n1\",outcome=\"answered\",peer=\"peer\",trunk=\"teams\"}"))
                .isOne();
    }

    @Test
    @Tag("NUM-22")
    void callersWithoutANumberAreCountedByTheTrunkTheyGoToAndByWhatWasDone() {
        metrics.calls().callerWithoutNumber("teams", CallerPolicy.ANONYMOUS);
        metrics.calls().callerWithoutNumber("teams", CallerPolicy.ANONYMOUS);
        metrics.calls().callerWithoutNumber("teams", CallerPolicy.DEFAULT_NUMBER);
        metrics.calls().callerWithoutNumber("unheard-of", CallerPolicy.KEEP);
        String counted = "tandem_callers_without_number_total{done=\"%s\",node=\"n1\",trunk=\"teams\"}";
        assertThat(value(counted.formatted("anonymous"))).isEqualTo(2);
        assertThat(value(counted.formatted("default-number"))).isOne();
    }

    @Test
    @Tag("MET-15")
    void howASideSoundedIsCountedByItsTrunk() {
        metrics.calls()
                .heard("teams", new EndStats("", "", true, 990, 158_400, 1_000, 160_000, 10, 2, 3, 4, 7, 8, 1, 5,
                        42), Optional.of(4.1));
        metrics.calls()
                .heard("teams", new EndStats("", "", false, 0, 0, 1_000, 160_000, 0, 0, 0, 0, 0, 0), Optional.empty());
        String trunk = "node=\"n1\",trunk=\"teams\"";
        assertThat(value("tandem_media_mos_count{" + trunk + "}")).as("who was not heard has no opinion").isOne();
        assertThat(value("tandem_media_mos_sum{" + trunk + "}")).isEqualTo(4.1);
        assertThat(value("tandem_media_loss_percent_sum{" + trunk + "}")).isEqualTo(1);
        assertThat(value("tandem_media_jitter_seconds_sum{" + trunk + "}")).isEqualTo(0.004);
        assertThat(value("tandem_media_rtt_seconds_sum{" + trunk + "}")).isEqualTo(0.042);
        assertThat(value("tandem_media_rtt_seconds_count{" + trunk + "}")).isOne();
        assertThat(value("tandem_media_packets_total{" + trunk + ",what=\"sent\"}")).isEqualTo(2_000);
        assertThat(value("tandem_media_packets_total{" + trunk + ",what=\"lost_at_peer\"}")).isEqualTo(5);
        assertThat(value("tandem_media_octets_total{" + trunk + ",way=\"received\"}")).isEqualTo(158_400);
    }

    @Test
    @Tag("TSP-165")
    void sidesThatAreSilentAreCountedByTheirTrunk() {
        metrics.calls().oneWay("teams");
        assertThat(value("tandem_one_way_media_total{direction=\"fromCloud\",node=\"n1\",trunk=\"teams\"}")).isOne();
    }

    @Test
    @Tag("TSP-165")
    @Tag("MET-61")
    void aCallThatIsEndedForWantOfMediaIsAFault() {
        CallSummary call = answered(call(1, "core"));
        metrics.calls().answered(call, Duration.ofSeconds(1));
        metrics.calls().ended(call, new EndCause("gateway", 503, 102, "no media for 30 s"), Duration.ofMinutes(1));
        assertThat(value("tandem_abnormal_release_total{" + CORE + ",reason=\"rtp_timeout\",trunk=\"core\"}")).isOne();
    }

    @Test
    void transfersAreCountedByHowTheyWereAskedForAndWhatBecameOfThem() {
        metrics.calls().transferred(Transferral.Kind.BLIND, Transferral.Outcome.COMPLETED);
        metrics.calls().transferred(Transferral.Kind.BLIND, Transferral.Outcome.COMPLETED);
        metrics.calls().transferred(Transferral.Kind.ATTENDED, Transferral.Outcome.REFUSED);
        String counted = "tandem_transfers_total{kind=\"%s\",node=\"n1\",outcome=\"%s\"}";
        assertThat(value(counted.formatted("blind", "completed"))).isEqualTo(2);
        assertThat(value(counted.formatted("attended", "refused"))).isOne();
    }

    @Test
    void attemptsAndAnswersAreCountedByTheTrunkTheyCameInOn() {
        metrics.calls().started(call(1, "core"));
        metrics.calls().started(call(2, "teams"));
        metrics.calls().started(call(3, "unheard-of"));
        metrics.calls().answered(answered(call(1, "core")), Duration.ofMillis(100));
        assertThat(value("tandem_call_attempts_total{" + CORE + ",trunk=\"core\"}")).isOne();
        assertThat(value("tandem_call_attempts_total{direction=\"fromCloud\",node=\"n1\",trunk=\"teams\"}")).isOne();
        assertThat(value("tandem_call_attempts_total{direction=\"other\",node=\"n1\",trunk=\"other\"}")).isOne();
        assertThat(value("tandem_calls_answered_total{" + CORE + ",service=\"oc\",trunk=\"core\"}")).isOne();
    }

    @Test
    void setUpIsTimedToTheFirst18xAndToThe200() {
        CallSummary call = call(1, "core");
        metrics.calls().ringing(call, Duration.ofMillis(7));
        metrics.calls().answered(answered(call), Duration.ofMillis(1_500));
        String ringing = CORE + ",trunk=\"core\",until=\"ringing\"";
        assertThat(value("tandem_call_setup_seconds_bucket{" + ringing + ",le=\"0.005\"}")).isZero();
        assertThat(value("tandem_call_setup_seconds_bucket{" + ringing + ",le=\"0.01\"}")).isOne();
        assertThat(value("tandem_call_setup_seconds_sum{" + CORE + ",trunk=\"core\",until=\"answered\"}")).isEqualTo(
                1.5);
        assertThat(value("tandem_post_dial_delay_seconds_count{" + CORE + ",trunk=\"core\"}")).isOne();
    }

    @Test
    void anAnswerWithoutRingingIsItsOwnPostDialDelay() {
        metrics.calls().answered(answered(call(1, "core")), Duration.ofMillis(1_500));
        assertThat(value("tandem_post_dial_delay_seconds_sum{" + CORE + ",trunk=\"core\"}")).isEqualTo(1.5);
    }

    @Test
    void aShortCallLastsMoreThanNothingAndLessThanTenSeconds() {
        for (long millis : new long[]{0, 1, 9_999, 10_000}) {
            metrics.calls().ended(answered(call((int) millis, "core")), BYE, Duration.ofMillis(millis));
        }
        assertThat(value("tandem_short_calls_total{" + CORE + ",trunk=\"core\"}")).isEqualTo(2);
        assertThat(value("tandem_call_duration_seconds_count{" + CORE + ",trunk=\"core\"}")).isEqualTo(4);
    }

    @Test
    void anAnsweredCallThatTheGatewayEndsIsAbnormal() {
        metrics.calls().ended(answered(call(1, "core")), new EndCause("gateway", 200, 16, "operator"), minute());
        metrics.calls().ended(answered(call(2, "core")), new EndCause("gateway", 408, 102, "no ACK"), minute());
        metrics.calls().ended(answered(call(3, "core")), new EndCause("gateway", 503, 41, "no media"), minute());
        metrics.calls().ended(answered(call(4, "core")), BYE, minute());
        assertThat(value("tandem_abnormal_release_total{" + CORE + ",reason=\"admin\",trunk=\"core\"}")).isOne();
        assertThat(value("tandem_abnormal_release_total{" + CORE + ",reason=\"transport\",trunk=\"core\"}")).isOne();
        assertThat(value("tandem_abnormal_release_total{" + CORE + ",reason=\"5xx\",trunk=\"core\"}")).isOne();
        assertThat(value(
                "tandem_calls_ended_total{cause=\"abnormal\"," + CORE + ",service=\"oc\",trunk=\"core\"}")).isEqualTo(
                        3);
        assertThat(
                value("tandem_calls_ended_total{cause=\"normal\"," + CORE + ",service=\"oc\",trunk=\"core\"}")).isOne();
    }

    @Test
    void theFailedShareIsOfTheLastWholeMinute() {
        CallSummary first = answered(call(1, "core"));
        metrics.calls().answered(first, minute()); // in the minute of T0
        now = T0.plusSeconds(60); // one call active at the start of this minute
        CallSummary second = answered(call(2, "core"));
        metrics.calls().answered(second, minute());
        metrics.calls().ended(first, new EndCause("gateway", 503, 41, "no media"), minute());
        metrics.calls().ended(second, BYE, minute());
        assertThat(value("tandem_calls_failed_ratio{node=\"n1\"}")).as("nothing failed in the minute before").isZero();
        now = T0.plusSeconds(120);
        assertThat(value("tandem_calls_failed_ratio{node=\"n1\"}")).isEqualTo(0.5);
        now = T0.plusSeconds(180);
        assertThat(value("tandem_calls_failed_ratio{node=\"n1\"}")).isZero();
    }

    @Test
    @Tag("NUM-53")
    void noLabelCarriesANumber() {
        CallSummary call = answered(call(1, "core"));
        metrics.calls().started(call);
        metrics.calls().ended(call, BYE, minute());
        assertThat(metrics.scrape()).doesNotContain(call.calling().substring(1)).doesNotContain(call.id().value());
    }

    @Test
    void theProcessIsShownToo() {
        assertThat(value("tandem_heap_used_bytes{node=\"n1\"}")).isPositive();
        assertThat(value("tandem_process_cpu_seconds_total{node=\"n1\"}")).isPositive();
        assertThat(value("tandem_threads{node=\"n1\"}")).isPositive();
    }

    private double value(String series) {
        return Scraped.value(metrics.scrape(), series);
    }

    private static Duration minute() {
        return Duration.ofMinutes(1);
    }

    private static PeerGroup trunk(String name, PeerGroup.Side side) {
        return new PeerGroup(name, side, List.of(), Transport.UDP, Optional.empty(), Set.of(), List.of(),
                List.of(new PeerGroup.Peer("peer", "127.0.0.1", 5080)));
    }

    private static CallSummary call(int number, String trunk) {
        CallId id = new CallId("00" + String.format("%018d", number));
        return new CallSummary(id, "Ringing", T0, Optional.empty(), "+441632960123", "+441632960456",
                Optional.of("contoso"), Optional.of(Service.OPERATOR_CONNECT), trunk, Optional.of("teams"));
    }

    @Test
    void countsEmergencyCallsInBothGauges() {
        CallSummary plain = call(1, "core");
        CallSummary help = new CallSummary(call(2, "core").id(), "Ringing", T0, Optional.empty(), "+441632960123",
                "911",
                Optional.empty(), Optional.empty(), "core", Optional.of("core"), true);
        metrics.calls().ringing(plain, Duration.ofMillis(5));
        metrics.calls().ringing(help, Duration.ofMillis(5));

        assertThat(value("tandem_calls_active{node=\"n1\"}")).isEqualTo(2);
        assertThat(value("tandem_emergency_calls_active{node=\"n1\"}")).isEqualTo(1);
        metrics.calls().left(help.id());
        assertThat(value("tandem_emergency_calls_active{node=\"n1\"}")).isZero();
    }

    private static CallSummary answered(CallSummary call) {
        return new CallSummary(call.id(), "Talking", call.startedAt(), Optional.of(T0), call.calling(), call.called(),
                call.account(), call.service(), call.inboundGroup(), call.outboundGroup());
    }
}
