package io.tandem.tenant;

import java.util.List;

/** What a tenant, or the list of them, answers to a request. */
public sealed interface TenantReply {

    record AccountStored(Account account, boolean created) implements TenantReply {}

    record AccountFound(Account account) implements TenantReply {}

    record AccountGone() implements TenantReply {}

    record NumberStored(ProvisionedNumber number, boolean created) implements TenantReply {}

    record NumberFound(ProvisionedNumber number) implements TenantReply {}

    record NumberGone() implements TenantReply {}

    /** @param more whether others follow */
    record AccountPage(List<Account> accounts, boolean more) implements TenantReply {}

    /** @param more whether others follow */
    record NumberPage(List<ProvisionedNumber> numbers, boolean more) implements TenantReply {}

    /** @param mistakes what was wrong, field by field; empty when no field is to blame */
    record Refused(Refusal reason, List<Mistake> mistakes) implements TenantReply {
        public static Refused of(Refusal reason) {
            return new Refused(reason, List.of());
        }
    }

    /** Why nothing was done. */
    enum Refusal {
        NO_SUCH_ACCOUNT, NO_SUCH_NUMBER, MALFORMED, RULE_BROKEN, NUMBER_HELD_ELSEWHERE, ACCOUNT_NOT_EMPTY, ACCOUNT_CLOSING, SUBDOMAIN_TAKEN, TENANT_ID_TAKEN, TENANT_ID_LOCKED, TOO_MANY_ACCOUNTS, TOO_MANY_NUMBERS,
        /** Too much under way; worth another try. */
        BUSY,
        /** Could not be asked in time; the change may still happen. */
        UNAVAILABLE
    }
}
