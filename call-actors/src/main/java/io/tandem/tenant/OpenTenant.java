package io.tandem.tenant;

import io.tandem.tenant.TenantEffect.ListAccount;
import io.tandem.tenant.TenantEffect.ReleaseNumber;
import io.tandem.tenant.TenantEffect.Settle;
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
import io.tandem.tenant.TenantReply.Refused;
import io.tandem.tenant.TenantState.NumberChange;
import io.tandem.tenant.TenantState.NumberChange.Claiming;
import io.tandem.tenant.TenantState.NumberChange.Releasing;
import io.tandem.tenant.TenantState.NumberEntry;
import io.tandem.tenant.TenantState.Open;
import io.tandem.tenant.number.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an account does while it is one. Requests come here only when no change is in their way. */
final class OpenTenant {

    private OpenTenant() {}

    static Decision decide(String account, Open open, TenantInput input, TenantLimits limits) {
        return switch (input) {
            case PutAccount(var settings) -> replace(open, settings);
            case GetAccount _ ->
                    Decision.reply(new TenantReply.AccountFound(Account.of(open.settings(), open.counts())));
            case DeleteAccount(var deleteNumbers) -> delete(open, deleteNumbers);
            case PutNumber(var settings) -> put(account, open, settings, limits);
            case GetNumber(var number) -> get(open, number);
            case DeleteNumber(var number) -> release(open, number, limits);
            case ListNumbers(var skip, var top) -> list(open, skip, top);
            case BlockAnswered answer -> blockAnswered(open, answer);
            case IndexAnswered(var revision, var verdict) ->
                    open.wished()
                            .filter(wish -> wish.revision() == revision)
                            .map(
                                    wish -> Tenant.settleAccount(wish.settings(), open.counts(), false, verdict))
                            .orElseGet(
                                    Decision::nothing);
            case HoldDoubted(var number) -> open.numbers().get(number).isPresent()
                    ? Decision.nothing()
                    : Decision.order(new ReleaseNumber(number, open.revision()));
        };
    }

    private static Decision replace(Open open, AccountSettings settings) {
        List<Mistake> mistakes = AccountRules.mistakes(settings);
        if (!mistakes.isEmpty()) {
            return Decision.reply(new Refused(Refusal.MALFORMED, mistakes));
        }
        NumberCounts used = used(open);
        if (AccountRules.tenantIdLocked(open.settings().serviceDetails(), settings.serviceDetails(), used)) {
            return Decision.refuse(Refusal.TENANT_ID_LOCKED);
        }
        List<Mistake> inUse = AccountRules.servicesInUse(settings.serviceDetails(), used);
        if (!inUse.isEmpty()) {
            return Decision.reply(new Refused(Refusal.RULE_BROKEN, inUse));
        }
        return Decision.of(new TenantEvent.AccountWished(settings), new ListAccount(settings, open.revision() + 1));
    }

    /** Numbers by service, those that are still being claimed included. */
    private static NumberCounts used(Open open) {
        if (open.changing() == 0) {
            return open.counts();
        }
        NumberCounts used = open.counts();
        for (Map.Entry<PhoneNumber, NumberEntry> number : open.numbers().page(0, open.numbers().size())) {
            if (number.getValue().change().orElse(null) instanceof Claiming(var wished, _)) {
                used = used.plus(wished.serviceDetails());
            }
        }
        return used;
    }

    private static Decision delete(Open open, boolean deleteNumbers) {
        if (!open.numbers().isEmpty() && !deleteNumbers) {
            return Decision.refuse(Refusal.ACCOUNT_NOT_EMPTY);
        }
        List<TenantEffect> effects = new ArrayList<>();
        if (open.changing() > 0) {
            open.numbers().forEach((number, entry) -> {
                if (entry.change().isPresent()) {
                    effects.add(new Settle(new Subject.OneNumber(number), Refused.of(Refusal.ACCOUNT_CLOSING)));
                }
            });
        }
        TenantEvent closing = new TenantEvent.AccountClosing();
        effects.addAll(Tenant.resume(open.settings().name(), Tenant.apply(open, closing)));
        return Decision.of(closing, effects);
    }

    private static Decision put(String account, Open open, NumberSettings settings, TenantLimits limits) {
        List<Mistake> mistakes = NumberRules.mistakes(settings);
        if (!mistakes.isEmpty()) {
            return Decision.reply(new Refused(Refusal.MALFORMED, mistakes));
        }
        List<Mistake> broken = NumberRules.broken(settings, open.settings().serviceDetails());
        if (!broken.isEmpty()) {
            return Decision.reply(new Refused(Refusal.RULE_BROKEN, broken));
        }
        PhoneNumber number = settings.telephoneNumber();
        if (open.numbers().size() >= limits.numbers() && open.numbers().get(number).isEmpty()) {
            return Decision.refuse(Refusal.TOO_MANY_NUMBERS);
        }
        if (open.changing() >= limits.changesUnderWay()) {
            return Decision.refuse(Refusal.BUSY);
        }
        Claiming claiming = new Claiming(settings, open.revision() + 1);
        return Decision.of(new TenantEvent.NumberWished(settings), Tenant.order(account, number, claiming));
    }

    private static Decision get(Open open, PhoneNumber number) {
        return Decision.reply(open.numbers()
                .get(number)
                .flatMap(NumberEntry::settled)
                .<TenantReply>map(
                        settled -> found(open, settled))
                .orElseGet(() -> Refused.of(Refusal.NO_SUCH_NUMBER)));
    }

    private static TenantReply found(Open open, NumberSettings settled) {
        return new TenantReply.NumberFound(ProvisionedNumber.of(open.settings(), settled));
    }

    private static Decision release(Open open, PhoneNumber number, TenantLimits limits) {
        if (open.numbers().get(number).isEmpty()) {
            return Decision.refuse(Refusal.NO_SUCH_NUMBER);
        }
        if (open.changing() >= limits.changesUnderWay()) {
            return Decision.refuse(Refusal.BUSY);
        }
        return Decision.of(new TenantEvent.NumberReleasing(number), new ReleaseNumber(number, open.revision() + 1));
    }

    /** Numbers whose first claim is under way keep their place in the count but are not shown yet. */
    private static Decision list(Open open, int skip, int top) {
        List<ProvisionedNumber> page = new ArrayList<>(top);
        for (Map.Entry<PhoneNumber, NumberEntry> number : open.numbers().page(skip, top)) {
            number.getValue().settled().ifPresent(settled -> page.add(ProvisionedNumber.of(open.settings(), settled)));
        }
        return Decision.reply(new TenantReply.NumberPage(page, open.numbers().size() > (long) skip + top));
    }

    private static Decision blockAnswered(Open open, BlockAnswered answer) {
        PhoneNumber number = answer.number();
        Optional<NumberEntry> entry = open.numbers().get(number);
        Optional<NumberChange> change = entry.flatMap(NumberEntry::change)
                .filter(
                        pending -> pending.revision() == answer.revision());
        if (change.isEmpty()) {
            return Decision.nothing();
        }
        return switch (change.get()) {
            case Claiming(var wished, _) -> claimAnswered(open, wished, entry.get().settled().isEmpty(), answer);
            case Releasing _ -> answer.verdict() == NumberBlock.Verdict.RELEASED
                    ? settled(new TenantEvent.NumberReleased(number), number, new TenantReply.NumberGone())
                    : Decision.nothing();
        };
    }

    private static Decision claimAnswered(Open open, NumberSettings wished, boolean first, BlockAnswered answer) {
        PhoneNumber number = answer.number();
        return switch (answer.verdict()) {
            case CLAIMED -> settled(new TenantEvent.NumberSettled(number), number,
                    new TenantReply.NumberStored(ProvisionedNumber.of(open.settings(), wished), first));
            case HELD_ELSEWHERE -> settled(new TenantEvent.NumberRefused(number), number,
                    Refused.of(Refusal.NUMBER_HELD_ELSEWHERE));
            case RELEASED, OVERTAKEN -> Decision.nothing();
        };
    }

    private static Decision settled(TenantEvent event, PhoneNumber number, TenantReply reply) {
        return Decision.of(event, new Settle(new Subject.OneNumber(number), reply));
    }
}
