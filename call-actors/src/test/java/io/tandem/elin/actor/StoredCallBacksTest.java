package io.tandem.elin.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.elin.CallBackTable;
import io.tandem.elin.CallBackTable.Kept;
import io.tandem.elin.CallBackTable.Row;
import io.tandem.port.actor.NewerBuild;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was stored of call-backs once is readable for ever. */
class StoredCallBacksTest {
    private static final Row ROW = new Row("+12025550100", "+12025550123", 1_795_000_000_000L);
    /** As builds have written them; a sample is only ever added. */
    private static final Map<String, String> SAMPLES = Map.of("call-back-kept",
            "pGRlbGlubCsxMjAyNTU1MDEwMGZjYWxsZXJsKzEyMDI1NTUwMTIzZXVudGlsGwAAAaHuVl4AYmF0GwAAAaGyu5QA", "call-backs",
            "oWRyb3dzgaNkZWxpbmwrMTIwMjU1NTAxMDBmY2FsbGVybCsxMjAyNTU1MDEyM2V1bnRpbBsAAAGh7lZeAA==");

    private final CallBackStoreSerializer serializer = new CallBackStoreSerializer();

    @Test
    void whatAnyBuildHasStoredIsRead() throws IOException {
        for (Object stored : List.of(new Kept(ROW, 1_794_000_000_000L), CallBackTable.of(List.of(ROW)))) {
            String name = serializer.manifest(stored);
            byte[] written = serializer.toBinary(stored);
            byte[] sample = Base64.getDecoder().decode(SAMPLES.get(name));
            assertThat(sample).as("written now: %s", Base64.getEncoder().encodeToString(written)).isNotEmpty();

            assertThat(serializer.fromBinary(written, name)).isEqualTo(stored);
            assertThat(serializer.fromBinary(sample, name)).isEqualTo(stored);
            assertThat(serializer.fromBinary(NewerBuild.of(sample), name)).isEqualTo(stored);
        }
    }
}
