package io.tandem.cluster.member;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.cluster.Valid;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a node must have in common with the cluster that it joins: a version of what nodes say to each other, the trunks, the
 * service addresses, what is dialled in an emergency. A call that is taken over finds there what it had here.
 */
public final class JoinCheck extends JoinConfigCompatChecker {
    private static final String TRUNKS = "tandem.join.trunks";
    private static final String ADDRESSES = "tandem.join.service-addresses";
    private static final String EMERGENCY = "tandem.join.emergency";

    /** By the name that {@code pekko.conf} gives it. */
    public JoinCheck() {}

    @Override
    public Seq<String> requiredKeys() {
        return CollectionConverters.asScala(
                Stream.concat(Speech.KEYS.stream(), Stream.of(TRUNKS, ADDRESSES, EMERGENCY)).toList()).toSeq();
    }

    @Override
    public ConfigValidation check(Config theirs, Config ours) {
        List<String> differences = differences(theirs, ours);
        return differences.isEmpty()
                ? Valid.getInstance()
                : new Invalid(CollectionConverters.asScala(differences).toSeq());
    }

    /** In words; empty where the two nodes may be of one cluster. */
    static List<String> differences(Config theirs, Config ours) {
        List<String> all = new ArrayList<>();
        Speech.of(ours).against(Speech.of(theirs)).ifPresent(all::add);
        compare(theirs, ours, TRUNKS, "trunk", "tandem.peer-groups", all);
        compare(theirs, ours, ADDRESSES, "service address", "tandem.cluster.service-addresses", all);
        if (!marks(theirs, EMERGENCY).equals(marks(ours, EMERGENCY))) {
            all.add("the emergency numbers differ: tandem.emergency-dial-strings is to be the same on every node");
        }
        return all;
    }

    private static void compare(Config theirs, Config ours, String key, String what, String where, List<String> all) {
        Set<String> different = new HashSet<>(marks(theirs, key));
        marks(ours, key).forEach(mark -> {
            if (!different.remove(mark)) {
                different.add(mark);
            }
        });
        Set<String> names = new TreeSet<>();
        different.forEach(mark -> names.add(mark.substring(0, mark.indexOf(' '))));
        names.forEach(name -> all.add(
                what + " " + name + " differs: " + where + " is to be the same on every node of a cluster"));
    }

    private static List<String> marks(Config config, String key) {
        return config.hasPath(key) ? config.getStringList(key) : List.of();
    }
}
