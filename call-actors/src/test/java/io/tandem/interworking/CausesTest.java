package io.tandem.interworking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CausesTest {

    @Test
    void quotesWhatAPeerSaid() { // RFC 3261 §25.1: a bare quote would end the string, and the header with it
        assertThat(Causes.q850Reason(17, "Busy \"here\" \\")).isEqualTo(
                "Q.850;cause=17;text=\"Busy \\\"here\\\" \\\\\"");
    }

    @Test
    void saysNothingWhereThereIsNothingToSay() {
        assertThat(Causes.q850Reason(41, "")).isEqualTo("Q.850;cause=41");
    }

    @Test
    void givesBusyTheCauseThatMicrosoftWants() { // TSP-125
        assertThat(Causes.q850OfStatus(486)).isEqualTo(17);
    }
}
