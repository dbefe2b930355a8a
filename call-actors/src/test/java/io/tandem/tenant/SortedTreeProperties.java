package io.tandem.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The tree against the JDK's own. */
class SortedTreeProperties {

    @Property(tries = 300)
    void behavesAsATreeMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int changes) {
        Random random = new Random(seed);
        TreeMap<Integer, String> model = new TreeMap<>();
        SortedTree<Integer, String> tree = SortedTree.empty();
        for (int i = 0; i < changes; i++) {
            int key = random.nextInt(100);
            SortedTree<Integer, String> before = tree;
            int size = before.size();
            if (random.nextInt(3) > 0) {
                model.put(key, "v" + i);
                tree = tree.with(key, "v" + i);
            } else {
                model.remove(key);
                tree = tree.without(key);
            }
            assertThat(before.size()).isEqualTo(size);
            assertThat(tree.size()).isEqualTo(model.size());
            assertThat(tree.get(key).orElse(null)).isEqualTo(model.get(key));
        }
        List<Map.Entry<Integer, String>> all = new ArrayList<>(model.entrySet());
        int skip = random.nextInt(all.size() + 2);
        int top = random.nextInt(all.size() + 2);
        assertThat(tree.page(0, tree.size())).isEqualTo(all);
        assertThat(tree.page(skip, top)).isEqualTo(
                all.subList(Math.min(skip, all.size()), (int) Math.min((long) skip + top, all.size())));
    }

    @Example
    void staysShallowWhenFilledInOrder() {
        SortedTree<Integer, Integer> tree = SortedTree.empty();
        for (int i = 0; i < 100_000; i++) {
            tree = tree.with(i, i);
        }
        for (int i = 0; i < 100_000; i += 2) {
            tree = tree.without(i);
        }
        assertThat(tree.page(25_000, 1).getFirst().getKey()).isEqualTo(50_001);
    }
}
