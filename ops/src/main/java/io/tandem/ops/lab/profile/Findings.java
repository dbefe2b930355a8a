package io.tandem.ops.lab.profile;

import java.util.ArrayList;
import java.util.List;

/** What was found in one message. */
final class Findings {
    private final Seen seen;
    private List<String> all = List.of();

    Findings(Seen seen) {
        this.seen = seen;
    }

    /** @param where "Contact": of that message; @param what "has the address 192.0.2.1; a name is right" */
    void add(int number, String where, String what) {
        all = all.isEmpty() ? new ArrayList<>() : all;
        all.add("TSP-" + number + ": " + where + " of " + seen.what() + " " + what);
    }

    /** @param what "has no X-MS-SBC": that message */
    void add(int number, String what) {
        all = all.isEmpty() ? new ArrayList<>() : all;
        all.add("TSP-" + number + ": " + seen.what() + " " + what);
    }

    List<String> all() {
        return all;
    }
}
