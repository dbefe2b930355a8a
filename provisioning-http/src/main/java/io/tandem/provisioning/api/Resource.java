package io.tandem.provisioning.api;

import io.tandem.tenant.number.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.Uri;

/** What a path names (PRV §4). */
sealed interface Resource {

    record Accounts() implements Resource {}

    record OneAccount(String name) implements Resource {}

    record Numbers(String account) implements Resource {}

    record OneNumber(String account, PhoneNumber number) implements Resource {}

    /** A number that cannot be one (PRV-20). */
    record NotANumber() implements Resource {}

    record Nothing() implements Resource {}

    /** The resource of a path; segments are decoded, so {@code %2B} and {@code +} are one. */
    static Resource of(Uri uri) {
        List<String> segments = new ArrayList<>(4);
        uri.pathSegments().forEach(segments::add);
        if (segments.isEmpty() || !segments.getFirst().equals("accounts")) {
            return new Nothing();
        }
        return switch (segments.size()) {
            case 1 -> new Accounts();
            case 2 -> new OneAccount(segments.get(1));
            case 3 -> segments.get(2).equals("numbers") ? new Numbers(segments.get(1)) : new Nothing();
            case 4 -> segments.get(2).equals("numbers") ? number(segments.get(1), segments.get(3)) : new Nothing();
            default -> new Nothing();
        };
    }

    private static Resource number(String account, String text) {
        Optional<PhoneNumber> number = PhoneNumber.parse(text);
        return number.isPresent() ? new OneNumber(account, number.get()) : new NotANumber();
    }

    /** The methods that it has, as the Allow header lists them. */
    default String allowed() {
        return switch (this) {
            case Accounts _,
                    Numbers _ -> "GET";
            case OneAccount _,
                    OneNumber _,
                    NotANumber _ -> "GET, PUT, DELETE";
            case Nothing _ -> "";
        };
    }
}
