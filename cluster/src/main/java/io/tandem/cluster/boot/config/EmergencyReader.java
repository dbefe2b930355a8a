package io.tandem.cluster.boot.config;

import io.tandem.tenant.number.EmergencyNumbers;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code tandem.emergency-dial-strings} (NUM-41). */
record EmergencyReader(Mistakes mistakes) {
    private static final int MANY = 100;
    private static final String RIGHT = "a dial string of 1 to " + EmergencyNumbers.MAX_LENGTH
            + " characters from 0-9, * and #, with a + before them or none, such as \"911\"";

    /** NUM-43: some of them are dialled to hear what an emergency call would say. */
    private List<String> tests(Section tandem, List<String> listed) {
        String right = "a list of some of tandem.emergency-dial-strings: " + String.join(", ", listed);
        List<Item> items = tandem.items("emergency-test-strings", right);
        items.stream()
                .filter(item -> !listed.contains(item.text()) && item.origin().resource() == null) // ours yields to their list
                .forEach(item -> mistakes.add(item, right));
        return items.stream().map(Item::text).filter(listed::contains).toList();
    }

    EmergencyNumbers read(Section tandem) {
        List<Item> items = tandem.items("emergency-dial-strings", "a list of dial strings: [ \"911\", \"933\" ]");
        List<String> right = new ArrayList<>();
        for (Item item : items) {
            if (EmergencyNumbers.isDialString(item.text())) {
                right.add(item.text());
            } else {
                mistakes.add(item, RIGHT);
            }
        }
        if (items.size() > MANY) {
            tandem.wrong("emergency-dial-strings", "at most " + MANY + " dial strings");
        }
        return new EmergencyNumbers(right, tests(tandem, right));
    }
}
