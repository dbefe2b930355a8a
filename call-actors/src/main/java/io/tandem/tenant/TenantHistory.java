package io.tandem.tenant;

import io.tandem.tenant.TenantEvent.AccountClosing;
import io.tandem.tenant.TenantEvent.AccountDeleted;
import io.tandem.tenant.TenantEvent.AccountRefused;
import io.tandem.tenant.TenantEvent.AccountSettled;
import io.tandem.tenant.TenantEvent.AccountWished;
import io.tandem.tenant.TenantEvent.NumberRefused;
import io.tandem.tenant.TenantEvent.NumberReleased;
import io.tandem.tenant.TenantEvent.NumberReleasing;
import io.tandem.tenant.TenantEvent.NumberSettled;
import io.tandem.tenant.TenantEvent.NumberWished;
import io.tandem.tenant.TenantState.Absent;
import io.tandem.tenant.TenantState.AccountWish;
import io.tandem.tenant.TenantState.Closing;
import io.tandem.tenant.TenantState.NumberChange;
import io.tandem.tenant.TenantState.NumberChange.Claiming;
import io.tandem.tenant.TenantState.NumberEntry;
import io.tandem.tenant.TenantState.Open;
import io.tandem.tenant.TenantState.Opening;
import io.tandem.tenant.number.PhoneNumber;
import java.util.Optional;

/** How each event changes a tenant. An event that its state cannot have is a bug, and thrown as one. */
final class TenantHistory {

    private TenantHistory() {}

    static TenantState apply(TenantState state, TenantEvent event) {
        long revision = state.revision() + 1;
        return switch (state) {
            case Absent _ when event instanceof AccountWished(var settings) -> new Opening(revision, settings);
            case Opening opening when event instanceof AccountSettled -> new Open(revision, opening.wished(),
                    Optional.empty(), SortedTree.empty(), NumberCounts.NONE, 0);
            case Opening _ when event instanceof AccountRefused -> new Absent(revision);
            case Open open -> applyToOpen(open, event, revision);
            case Closing closing when event instanceof NumberReleased(var number) -> new Closing(revision,
                    closing.since(), closing.settings(), closing.numbers().without(number),
                    countsWithout(closing.counts(), closing.numbers().get(number)));
            case Closing _ when event instanceof AccountDeleted -> new Absent(revision);
            case Absent _,
                    Opening _,
                    Closing _ -> throw impossible(state, event);
        };
    }

    private static TenantState applyToOpen(Open open, TenantEvent event, long revision) {
        return switch (event) {
            case AccountWished(var settings) -> withWish(open, open.settings(),
                    Optional.of(new AccountWish(settings, revision)), revision);
            case AccountSettled() -> withWish(open, open.wished().orElseThrow().settings(), Optional.empty(), revision);
            case AccountRefused() -> withWish(open, open.settings(), Optional.empty(), revision);
            case AccountClosing() -> new Closing(revision, revision, open.settings(), open.numbers(), open.counts());
            case NumberWished(var wished) ->
                    begin(open, wished.telephoneNumber(), new Claiming(wished, revision), revision);
            case NumberReleasing(var number) -> begin(open, number, new NumberChange.Releasing(revision), revision);
            case NumberSettled(var number) -> settle(open, number, revision);
            case NumberRefused(var number) -> end(open, number, entry(open, number).settled(), open.counts(), revision);
            case NumberReleased(var number) -> end(open, number, Optional.empty(),
                    countsWithout(open.counts(), open.numbers().get(number)), revision);
            case AccountDeleted() -> throw impossible(open, event);
        };
    }

    private static Open withWish(Open open, AccountSettings settings, Optional<AccountWish> wished, long revision) {
        return new Open(revision, settings, wished, open.numbers(), open.counts(), open.changing());
    }

    private static Open begin(Open open, PhoneNumber number, NumberChange change, long revision) {
        Optional<NumberSettings> settled = open.numbers().get(number).flatMap(NumberEntry::settled);
        NumberEntry entry = new NumberEntry(settled, Optional.of(change));
        return new Open(revision, open.settings(), open.wished(), open.numbers().with(number, entry), open.counts(),
                open.changing() + 1);
    }

    private static Open settle(Open open, PhoneNumber number, long revision) {
        NumberEntry entry = entry(open, number);
        if (!(entry.change().orElseThrow() instanceof Claiming claiming)) {
            throw impossible(open, new NumberSettled(number));
        }
        NumberCounts counts = countsWithout(open.counts(), Optional.of(entry)).plus(claiming.wished().serviceDetails());
        return end(open, number, Optional.of(claiming.wished()), counts, revision);
    }

    /** The change of that number is over; without settings the number goes. */
    private static Open end(Open open, PhoneNumber number, Optional<NumberSettings> settled, NumberCounts counts,
            long revision) {
        SortedTree<PhoneNumber, NumberEntry> numbers = settled.isEmpty()
                ? open.numbers().without(number)
                : open.numbers().with(number, new NumberEntry(settled, Optional.empty()));
        return new Open(revision, open.settings(), open.wished(), numbers, counts, open.changing() - 1);
    }

    private static NumberCounts countsWithout(NumberCounts counts, Optional<NumberEntry> entry) {
        return entry.flatMap(NumberEntry::settled)
                .map(settled -> counts.minus(settled.serviceDetails()))
                .orElse(
                        counts);
    }

    private static NumberEntry entry(Open open, PhoneNumber number) {
        return open.numbers()
                .get(number)
                .orElseThrow(
                        () -> new IllegalStateException("no change under way for " + number));
    }

    private static IllegalStateException impossible(TenantState state, TenantEvent event) {
        return new IllegalStateException(
                event.getClass().getSimpleName() + " cannot happen to " + state.getClass().getSimpleName());
    }
}
