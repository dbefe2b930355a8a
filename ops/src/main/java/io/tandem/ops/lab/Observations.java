package io.tandem.ops.lab;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What an agent saw beside its calls; each thing once, a bounded number of things. For any thread. */
public final class Observations {
    private static final int MOST = 64;

    private final Set<String> secured = new ConcurrentSkipListSet<>();
    private final Set<String> violations = new ConcurrentSkipListSet<>();
    private final Set<String> broken = new ConcurrentSkipListSet<>();

    /** Versions and suites of the TLS connections that came about, with their direction. */
    public List<String> secured() {
        return List.copyOf(secured);
    }

    /** What the gateway sent against the rules of the Microsoft side, with the rule's number. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Why connections and handshakes failed. */
    public List<String> broken() {
        return List.copyOf(broken);
    }

    void sawSecured(String session) {
        add(secured, session);
    }

    void sawViolation(String what) {
        add(violations, what);
    }

    void sawBroken(String why) {
        add(broken, why);
    }

    private static void add(Collection<String> seen, String what) {
        if (seen.size() < MOST) {
            seen.add(what);
        }
    }
}
