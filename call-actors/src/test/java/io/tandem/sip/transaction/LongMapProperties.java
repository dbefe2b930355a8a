package io.tandem.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LongMapProperties {
    /** Few keys, so that they come again and meet; zero among them. */
    private static final int KEYS = 200;

    record Change(boolean put, long key) {}

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Long> keys = Arbitraries.longs().between(0, KEYS - 1).map(key -> key << 56 ^ key);
        return Combinators.combine(Arbitraries.integers().between(0, 2).map(n -> n > 0), keys)
                .as(
                        Change::new)
                .list()
                .ofMaxSize(600);
    }

    @Property
    void itHoldsWhatAHashMapHolds(@ForAll("changes") List<Change> changes) {
        LongMap<String> map = new LongMap<>();
        Map<Long, String> model = new HashMap<>();
        for (Change change : changes) {
            String held = model.get(change.key());
            if (change.put()) {
                String value = "value" + model.size();
                map.put(change.key(), value);
                model.put(change.key(), value);
            } else if (held != null) {
                map.remove(change.key(), held);
                model.remove(change.key());
            }
            assertThat(map.size()).isEqualTo(model.size());
        }
        for (long key = 0; key < KEYS; key++) {
            assertThat(map.get(key << 56 ^ key)).isEqualTo(model.get(key << 56 ^ key));
        }
        List<String> values = new ArrayList<>();
        map.forEach(values::add);
        assertThat(values).containsExactlyInAnyOrderElementsOf(model.values());
    }

    @Property
    void aKeyThatHasGoneToAnotherStays(@ForAll long key) {
        LongMap<String> map = new LongMap<>();
        map.put(key, "first");
        map.put(key, "second");
        map.remove(key, "first");
        assertThat(map.get(key)).isEqualTo("second");
    }
}
