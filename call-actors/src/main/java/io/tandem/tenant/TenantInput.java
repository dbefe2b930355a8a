package io.tandem.tenant;

import io.tandem.tenant.number.PhoneNumber;

/** What happens to a tenant: a request from outside, or an answer of a number block or of the account index. */
public sealed interface TenantInput {

    /** Asks for something and gets exactly one {@link TenantReply}. */
    sealed interface Request extends TenantInput {}

    /** Creates the account or replaces its settings. */
    record PutAccount(AccountSettings settings) implements Request {}

    /** @param listed whether the asker found the name in the index */
    record GetAccount(boolean listed) implements Request {}

    /** @param deleteNumbers whether its numbers go with it; else an account that has some stays */
    record DeleteAccount(boolean deleteNumbers) implements Request {}

    /** Creates the number or replaces its settings. */
    record PutNumber(NumberSettings settings) implements Request {}

    record GetNumber(PhoneNumber number) implements Request {}

    record DeleteNumber(PhoneNumber number) implements Request {}

    record ListNumbers(int skip, int top) implements Request {}

    /** A block's answer to the order of that revision. */
    record BlockAnswered(PhoneNumber number, long revision, NumberBlock.Verdict verdict) implements TenantInput {}

    /** The index's answer to the order of that revision. */
    record IndexAnswered(long revision, AccountIndex.Verdict verdict) implements TenantInput {}

    /** A block has refused the number to another account for our sake: do we hold it indeed? */
    record HoldDoubted(PhoneNumber number) implements TenantInput {}
}
