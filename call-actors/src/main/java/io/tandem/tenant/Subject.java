package io.tandem.tenant;

import io.tandem.tenant.number.PhoneNumber;

/** What a change under way is about: at most one at a time for each. */
public sealed interface Subject {
    Subject ACCOUNT = new TheAccount();

    record TheAccount() implements Subject {}

    record OneNumber(PhoneNumber number) implements Subject {}
}
