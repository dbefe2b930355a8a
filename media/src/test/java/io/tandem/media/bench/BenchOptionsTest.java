package io.tandem.media.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
    private static BenchOptions of(String... args) {
        return BenchOptions.of(args);
    }

    @Test
    void withoutACaseAllAreMeasured() {
        assertThat(of().cases()).containsExactly(MediaCase.values());
        assertThat(of("--only", "rtpengine").cases()).containsExactly(MediaCase.values());
    }

    @Test
    void shortIsWhatTheOthersChange() {
        BenchOptions options = of("--calls", "7,8", "--short", "--cases", "srtp");
        assertThat(options.calls()).isEqualTo(List.of(7, 8));
        assertThat(options.cases()).isEqualTo(List.of(MediaCase.SRTP));
        assertThat(options.runs()).isEqualTo(1);
        assertThat(options.nice()).isZero();
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThatThrownBy(() -> of("--cases", "relay,opus")).hasMessageContaining("no case \"opus\"");
        assertThatThrownBy(() -> of("--calls", "5000")).hasMessage("--calls does not take \"5000\"");
        assertThatThrownBy(() -> of("--seconds")).hasMessage("--seconds does not take \"\"");
        assertThatThrownBy(() -> of("--only", "asterisk")).hasMessageContaining("wants tandem or rtpengine");
        assertThatThrownBy(() -> of("--fast")).hasMessage("unknown argument --fast");
    }
}
