package io.tandem.ops.lab.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerNameTest {

    @ParameterizedTest
    @CsvSource({"sbc.contoso.com, SBC.contoso.com, true", "*.contoso.com, sbc.contoso.com, true",
            "*.contoso.com, sbc.test.contoso.com, false", "*.contoso.com, contoso.com, false",
            "*.contoso.com, .contoso.com, false", "sbc.contoso.com, sbc.contoso.com.example, false"})
    void aWildcardStandsForExactlyOneLabel(String pattern, String name, boolean matches) { // TSP-24
        assertThat(PeerName.matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void nothingMatchesTheEmptyName() {
        assertThat(PeerName.matches("*.contoso.com", "")).isFalse();
    }
}
