package io.tandem.ops.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.Transferral;
import org.junit.jupiter.api.Test;

/** What staff are shown of a call, as JSON. */
class OpsJsonTest {

    @Test
    void aTransferIsShownByItsOutcomeAndNotByTheDialogThatItEnded() {
        Transferral done = new Transferral(0, "mps-1", "teams", 2, "+441632960002", 200, "f81d4fae");

        assertThat(OpsJson.text(done)).isEqualTo("""
                {"by":0,"peer":"mps-1","peerGroup":"teams","target":2,"to":"+441632960002","status":200}""");
    }
}
