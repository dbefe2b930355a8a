package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.Via;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static SipRequest from(String host, String branch) {
        return Texts.outgoing(SipMethod.OPTIONS, "call-1", 1).via(Via.of("UDP", host, 5060, branch)).build();
    }

    @Test
    void aHostIsTheSameInAnyCase() {
        assertThat(Fingerprint.ofServer(from("PBX.example.com", "z9hG4bK-1"))).isEqualTo(
                Fingerprint.ofServer(from("pbx.Example.com", "z9hG4bK-1")));
    }

    @Test
    void whereOneStringEndsAndTheNextBeginsMatters() {
        assertThat(Fingerprint.ofServer(from("a", "z9hG4bK-1a"))).isNotEqualTo(
                Fingerprint.ofServer(from("aa", "z9hG4bK-1")));
    }

    @Test
    void aRequestInsideADialogIsNeverAMergedOne() {
        SipRequest bye = Texts.outgoing(SipMethod.BYE, "call-1", 2).to(Texts.address("<sip:x>;tag=t")).build();
        assertThat(Fingerprint.ofMerged(bye)).isEqualTo(Fingerprint.NONE);
    }

    @Test
    void aMillionBranchesThatDifferInADigitAllDiffer() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 500_000; i++) {
            seen.add(Fingerprint.ofClient("z9hG4bK-" + i, SipMethod.INVITE));
            seen.add(Fingerprint.ofClient("z9hG4bK-" + i, SipMethod.BYE));
        }
        assertThat(seen).hasSize(1_000_000);
    }
}
