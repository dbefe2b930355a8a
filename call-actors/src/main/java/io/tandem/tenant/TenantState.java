package io.tandem.tenant;

import io.tandem.tenant.number.PhoneNumber;
import java.util.Optional;

/**
 * One account. {@code revision} counts its events, through deletion and creation anew: it orders what the tenant tells
 * blocks and index.
 */
public sealed interface TenantState {

    long revision();

    /** No such account. */
    record Absent(long revision) implements TenantState {}

    /** Wished for; the index has not agreed yet. */
    record Opening(long revision, AccountSettings wished) implements TenantState {}

    /**
     * An account.
     *
     * @param wished its next settings, until the index has agreed
     * @param counts of the settled numbers
     * @param changing how many numbers have a change under way
     */
    record Open(long revision, AccountSettings settings, Optional<AccountWish> wished,
            SortedTree<PhoneNumber, NumberEntry> numbers, NumberCounts counts, int changing) implements TenantState {}

    /**
     * Being deleted: its numbers are released, then it is struck off the index.
     *
     * @param since revision of the wish to delete it; all its orders carry it
     */
    record Closing(long revision, long since, AccountSettings settings, SortedTree<PhoneNumber, NumberEntry> numbers,
            NumberCounts counts) implements TenantState {}

    /** Settings that the index has not agreed to yet; {@code revision} is that of the wish. */
    record AccountWish(AccountSettings settings, long revision) {}

    TenantState NONE = new Absent(0);

    /**
     * A number of an account.
     *
     * @param settled as it is held; empty while the first claim is under way
     * @param change what is under way with its block
     */
    record NumberEntry(Optional<NumberSettings> settled, Optional<NumberChange> change) {}

    /** A wish that the number's block has not answered yet; {@code revision} is that of the wish. */
    sealed interface NumberChange {
        long revision();

        record Claiming(NumberSettings wished, long revision) implements NumberChange {}

        record Releasing(long revision) implements NumberChange {}
    }
}
