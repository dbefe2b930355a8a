package io.tandem.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a call's id says of where the call is (design §2, §4). */
class CallIdTest {

    @Test
    void theShardsOfAServiceAddressAreFewAndEachIsNamedByItsIds() {
        Set<String> shards = new TreeSet<>();
        for (char second : "0123456789abcdefghijklmnopqrstuvwxyz".toCharArray()) {
            shards.add(CallId.shardOf("b" + second + "0".repeat(CallId.LENGTH - 2)));
        }
        assertThat(shards).containsExactly("b0", "b1", "b2", "b3");
    }
}
