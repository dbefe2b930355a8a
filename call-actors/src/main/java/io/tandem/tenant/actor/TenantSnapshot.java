package io.tandem.tenant.actor;

import io.tandem.tenant.AccountSettings;
import io.tandem.tenant.NumberCounts;
import io.tandem.tenant.NumberSettings;
import io.tandem.tenant.SortedTree;
import io.tandem.tenant.TenantState;
import io.tandem.tenant.TenantState.Absent;
import io.tandem.tenant.TenantState.AccountWish;
import io.tandem.tenant.TenantState.Closing;
import io.tandem.tenant.TenantState.NumberChange;
import io.tandem.tenant.TenantState.NumberChange.Claiming;
import io.tandem.tenant.TenantState.NumberChange.Releasing;
import io.tandem.tenant.TenantState.NumberEntry;
import io.tandem.tenant.TenantState.Open;
import io.tandem.tenant.TenantState.Opening;
import io.tandem.tenant.number.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/**
 * A tenant's state as the snapshot store keeps it: rows instead of a tree.
 *
 * @param since of a closing account; @param wishRevision of the wish, when there is one
 */
record TenantSnapshot(Phase phase, long revision, long since, Optional<AccountSettings> settings,
        Optional<AccountSettings> wished, long wishRevision, List<Row> numbers) {

    /** The constants' names are stored: never rename one. */
    enum Phase {
        ABSENT, OPENING, OPEN, CLOSING
    }

    /** @param changeRevision of the change, when the number is being claimed or released */
    record Row(PhoneNumber number, Optional<NumberSettings> settled, Optional<NumberSettings> claiming,
            boolean releasing, long changeRevision) {

        private static Row of(PhoneNumber number, NumberEntry entry) {
            return switch (entry.change().orElse(null)) {
                case null -> new Row(number, entry.settled(), Optional.empty(), false, 0);
                case Claiming(var wished, var revision) ->
                        new Row(number, entry.settled(), Optional.of(wished), false, revision);
                case Releasing(var revision) -> new Row(number, entry.settled(), Optional.empty(), true, revision);
            };
        }

        private Optional<NumberChange> change() {
            return releasing
                    ? Optional.of(new Releasing(changeRevision))
                    : claiming.map(wished -> new Claiming(wished, changeRevision));
        }
    }

    static TenantSnapshot of(TenantState state) {
        return switch (state) {
            case Absent(var revision) -> new TenantSnapshot(Phase.ABSENT, revision, 0, Optional.empty(),
                    Optional.empty(), 0, List.of());
            case Opening(var revision, var wished) -> new TenantSnapshot(Phase.OPENING, revision, 0, Optional.empty(),
                    Optional.of(wished), revision, List.of());
            case Open open -> new TenantSnapshot(Phase.OPEN, open.revision(), 0, Optional.of(open.settings()),
                    open.wished().map(AccountWish::settings),
                    open.wished().map(AccountWish::revision).orElse(0L), rows(open.numbers()));
            case Closing closing -> new TenantSnapshot(Phase.CLOSING, closing.revision(), closing.since(),
                    Optional.of(closing.settings()), Optional.empty(), 0, rows(closing.numbers()));
        };
    }

    private static List<Row> rows(SortedTree<PhoneNumber, NumberEntry> numbers) {
        List<Row> rows = new ArrayList<>(numbers.size());
        numbers.forEach((number, entry) -> rows.add(Row.of(number, entry)));
        return rows;
    }

    TenantState state() {
        SortedTree<PhoneNumber, NumberEntry> tree = SortedTree.empty();
        NumberCounts counts = NumberCounts.NONE;
        int changing = 0;
        for (Row row : numbers) {
            tree = tree.with(row.number(), new NumberEntry(row.settled(), row.change()));
            changing += row.change().isPresent() ? 1 : 0;
            if (row.settled().isPresent()) {
                counts = counts.plus(row.settled().get().serviceDetails());
            }
        }
        Optional<AccountWish> wish = wished.map(settings -> new AccountWish(settings, wishRevision));
        return switch (phase) {
            case ABSENT -> new Absent(revision);
            case OPENING -> new Opening(revision, wished.orElseThrow());
            case OPEN -> new Open(revision, settings.orElseThrow(), wish, tree, counts, changing);
            case CLOSING -> new Closing(revision, since, settings.orElseThrow(), tree, counts);
        };
    }

    /** Between the two forms. */
    static final class Adapter implements SnapshotAdapter<TenantState> {
        @Override
        public Object toJournal(TenantState state) {
            return of(state);
        }

        @Override
        public TenantState fromJournal(Object stored) {
            return ((TenantSnapshot) stored).state();
        }
    }
}
