package io.tandem.provisioning.api;

import io.tandem.tenant.Mistake;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.Query;

/** Which part of a list is asked for (PRV-40): {@code skip}, and {@code top} or {@code maxpagesize}. */
record Page(int skip, int top) {
    private static final int DEFAULT_TOP = 100;

    /** @param most what a page can hold; more is cut down to it */
    static Page of(Query query, int most, List<Mistake> mistakes) {
        int skip = number(query, "skip", 0, mistakes).orElse(0);
        int top = number(query, "top", 1, mistakes).orElse(DEFAULT_TOP);
        int size = number(query, "maxpagesize", 1, mistakes).orElse(most);
        return new Page(skip, Math.min(Math.min(top, size), most));
    }

    private static Optional<Integer> number(Query query, String name, int least, List<Mistake> mistakes) {
        Optional<String> text = query.get(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Integer> number = digits(text.get()).filter(value -> value >= least);
        if (number.isEmpty()) {
            mistakes.add(new Mistake(name, "not such a number", "a number of at least " + least));
        }
        return number;
    }

    private static Optional<Integer> digits(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    Page next() {
        return new Page(skip + top, top);
    }
}
