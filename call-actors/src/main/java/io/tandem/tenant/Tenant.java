package io.tandem.tenant;

import io.tandem.tenant.TenantEffect.ClaimNumber;
import io.tandem.tenant.TenantEffect.ListAccount;
import io.tandem.tenant.TenantEffect.ReleaseNumber;
import io.tandem.tenant.TenantEffect.StrikeAccount;
import io.tandem.tenant.TenantInput.BlockAnswered;
import io.tandem.tenant.TenantInput.DeleteAccount;
import io.tandem.tenant.TenantInput.DeleteNumber;
import io.tandem.tenant.TenantInput.GetAccount;
import io.tandem.tenant.TenantInput.GetNumber;
import io.tandem.tenant.TenantInput.HoldDoubted;
import io.tandem.tenant.TenantInput.IndexAnswered;
import io.tandem.tenant.TenantInput.ListNumbers;
import io.tandem.tenant.TenantInput.PutAccount;
import io.tandem.tenant.TenantInput.PutNumber;
import io.tandem.tenant.TenantReply.Refusal;
import io.tandem.tenant.TenantState.Absent;
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
import java.util.Map;
import java.util.Optional;

/** The rules of one account: what it does about an input, and what it still owes after a crash. */
public final class Tenant {
    /** How many numbers of an account that is deleted are released at a time. */
    static final int CLOSING_WINDOW = 64;

    private Tenant() {}

    public static TenantState apply(TenantState state, TenantEvent event) {
        return TenantHistory.apply(state, event);
    }

    /**
     * What the tenant does. A request that is answered by no {@link TenantEffect.Reply} waits for the change that it has
     * begun or joined.
     *
     * @param account the tenant's own name
     */
    public static Decision decide(String account, TenantState state, TenantInput input, TenantLimits limits) {
        return switch (state) {
            case Absent absent -> whileAbsent(absent, input);
            case Opening opening -> whileOpening(opening, input);
            case Open open -> OpenTenant.decide(account, open, input, limits);
            case Closing closing -> whileClosing(closing, input);
        };
    }

    /** The change under way that a request has to wait for before it can be decided. */
    public static Optional<Subject> waitsFor(TenantState state, TenantInput.Request request) {
        return switch (state) {
            case Absent _,
                    Closing _ -> Optional.empty();
            case Opening _ -> Optional.of(Subject.ACCOUNT);
            case Open open when open.wished().isPresent() -> Optional.of(Subject.ACCOUNT);
            case Open open -> Optional.of(subject(request)).filter(subject -> isChanging(open, subject));
        };
    }

    /** What a request is about. */
    public static Subject subject(TenantInput.Request request) {
        return switch (request) {
            case PutNumber put -> new Subject.OneNumber(put.settings().telephoneNumber());
            case GetNumber get -> new Subject.OneNumber(get.number());
            case DeleteNumber delete -> new Subject.OneNumber(delete.number());
            case PutAccount _,
                    GetAccount _,
                    DeleteAccount _,
                    ListNumbers _ -> Subject.ACCOUNT;
        };
    }

    private static boolean isChanging(Open open, Subject subject) {
        return subject instanceof Subject.OneNumber(var number)
                && open.numbers().get(number).flatMap(NumberEntry::change).isPresent();
    }

    /** The orders that are not answered yet; to be given after recovery, and again while no answer comes. */
    public static List<TenantEffect> resume(String account, TenantState state) {
        return switch (state) {
            case Absent _ -> List.of();
            case Opening opening -> List.of(new ListAccount(opening.wished(), opening.revision()));
            case Open open -> resumeOpen(account, open);
            case Closing closing -> resumeClosing(closing);
        };
    }

    private static List<TenantEffect> resumeOpen(String account, Open open) {
        List<TenantEffect> orders = new ArrayList<>();
        open.wished().ifPresent(wish -> orders.add(new ListAccount(wish.settings(), wish.revision())));
        if (open.changing() > 0) {
            open.numbers()
                    .forEach(
                            (number, entry) -> entry.change()
                                    .ifPresent(change -> orders.add(order(account, number, change))));
        }
        return orders;
    }

    static TenantEffect order(String account, PhoneNumber number, NumberChange change) {
        return switch (change) {
            case Claiming(var wished, var revision) ->
                    new ClaimNumber(number, NumberAssignment.of(account, wished), revision);
            case Releasing(var revision) -> new ReleaseNumber(number, revision);
        };
    }

    private static List<TenantEffect> resumeClosing(Closing closing) {
        if (closing.numbers().isEmpty()) {
            return List.of(new StrikeAccount(closing.since()));
        }
        List<TenantEffect> orders = new ArrayList<>(CLOSING_WINDOW);
        for (Map.Entry<PhoneNumber, NumberEntry> entry : closing.numbers().page(0, CLOSING_WINDOW)) {
            orders.add(new ReleaseNumber(entry.getKey(), closing.since()));
        }
        return orders;
    }

    private static Decision whileAbsent(Absent absent, TenantInput input) {
        return switch (input) {
            case PutAccount(var settings) -> open(absent, settings);
            // The index names an account that is none: it was told twice, in the wrong order.
            case GetAccount get when get.listed() -> new Decision(List.of(),
                    List.of(new TenantEffect.Reply(TenantReply.Refused.of(Refusal.NO_SUCH_ACCOUNT)),
                            new StrikeAccount(absent.revision())));
            case TenantInput.Request _ -> Decision.refuse(Refusal.NO_SUCH_ACCOUNT);
            case HoldDoubted(var number) -> Decision.order(new ReleaseNumber(number, absent.revision()));
            case BlockAnswered _,
                    IndexAnswered _ -> Decision.nothing();
        };
    }

    private static Decision open(Absent absent, AccountSettings settings) {
        List<Mistake> mistakes = AccountRules.mistakes(settings);
        return mistakes.isEmpty()
                ? Decision.of(new TenantEvent.AccountWished(settings), new ListAccount(settings, absent.revision() + 1))
                : Decision.reply(new TenantReply.Refused(Refusal.MALFORMED, mistakes));
    }

    private static Decision whileOpening(Opening opening, TenantInput input) {
        return switch (input) {
            case IndexAnswered(var revision, var verdict) when revision == opening.revision() ->
                    settleAccount(opening.wished(), NumberCounts.NONE, true, verdict);
            case HoldDoubted(var number) -> Decision.order(new ReleaseNumber(number, opening.revision()));
            case IndexAnswered _,
                    BlockAnswered _ -> Decision.nothing();
            case TenantInput.Request _ -> throw new IllegalStateException("requests wait while the account opens");
        };
    }

    /** The index has answered the wish for the account. */
    static Decision settleAccount(AccountSettings wished, NumberCounts counts, boolean created,
            AccountIndex.Verdict verdict) {
        return switch (verdict) {
            case LISTED -> settled(new TenantEvent.AccountSettled(),
                    new TenantReply.AccountStored(Account.of(wished, counts), created));
            case SUBDOMAIN_TAKEN -> settled(new TenantEvent.AccountRefused(),
                    TenantReply.Refused.of(Refusal.SUBDOMAIN_TAKEN));
            case TENANT_ID_TAKEN -> settled(new TenantEvent.AccountRefused(),
                    TenantReply.Refused.of(Refusal.TENANT_ID_TAKEN));
            case FULL -> settled(new TenantEvent.AccountRefused(),
                    TenantReply.Refused.of(Refusal.TOO_MANY_ACCOUNTS));
            case STRUCK, OVERTAKEN -> Decision.nothing();
        };
    }

    private static Decision settled(TenantEvent event, TenantReply reply) {
        return Decision.of(event, new TenantEffect.Settle(Subject.ACCOUNT, reply));
    }

    private static Decision whileClosing(Closing closing, TenantInput input) {
        return switch (input) {
            case GetAccount _ -> Decision.reply(
                    new TenantReply.AccountFound(Account.of(closing.settings(), closing.counts())));
            case DeleteAccount _ -> Decision.nothing(); // joins those who wait for the end
            case PutAccount _,
                    PutNumber _,
                    GetNumber _,
                    DeleteNumber _,
                    ListNumbers _ ->
                    Decision.refuse(Refusal.ACCOUNT_CLOSING);
            case BlockAnswered answer -> releasedWhileClosing(closing, answer);
            case IndexAnswered(var revision, var verdict) when revision == closing.since()
                    && verdict == AccountIndex.Verdict.STRUCK && closing.numbers().isEmpty() ->
                    settled(new TenantEvent.AccountDeleted(), new TenantReply.AccountGone());
            case IndexAnswered _ -> Decision.nothing();
            case HoldDoubted(var number) -> closing.numbers().get(number).isPresent()
                    ? Decision.nothing()
                    : Decision.order(new ReleaseNumber(number, closing.since()));
        };
    }

    private static Decision releasedWhileClosing(Closing closing, BlockAnswered answer) {
        boolean awaited = answer.revision() == closing.since() && answer.verdict() == NumberBlock.Verdict.RELEASED
                && closing.numbers().get(answer.number()).isPresent();
        if (!awaited) {
            return Decision.nothing();
        }
        if (closing.numbers().size() == 1) {
            return Decision.of(new TenantEvent.NumberReleased(answer.number()), new StrikeAccount(closing.since()));
        }
        // The first CLOSING_WINDOW numbers are under way; one of them goes, so the next one moves up.
        List<TenantEffect> next = new ArrayList<>(1);
        for (Map.Entry<PhoneNumber, NumberEntry> entry : closing.numbers().page(CLOSING_WINDOW, 1)) {
            next.add(new ReleaseNumber(entry.getKey(), closing.since()));
        }
        return Decision.of(new TenantEvent.NumberReleased(answer.number()), next);
    }
}
