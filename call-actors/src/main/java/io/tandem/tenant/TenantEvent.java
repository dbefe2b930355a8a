package io.tandem.tenant;

import io.tandem.tenant.number.PhoneNumber;

/** What happened to a tenant, as it is stored: a wish first, then what came of it. */
public sealed interface TenantEvent {

    record AccountWished(AccountSettings settings) implements TenantEvent {}

    /** The index agreed: the wish is the account. */
    record AccountSettled() implements TenantEvent {}

    /** The index refused: the wish is dropped. */
    record AccountRefused() implements TenantEvent {}

    record AccountClosing() implements TenantEvent {}

    record AccountDeleted() implements TenantEvent {}

    record NumberWished(NumberSettings settings) implements TenantEvent {}

    /** The block agreed: the wish is the number. */
    record NumberSettled(PhoneNumber number) implements TenantEvent {}

    /** Another account holds it: the wish is dropped. */
    record NumberRefused(PhoneNumber number) implements TenantEvent {}

    record NumberReleasing(PhoneNumber number) implements TenantEvent {}

    record NumberReleased(PhoneNumber number) implements TenantEvent {}
}
