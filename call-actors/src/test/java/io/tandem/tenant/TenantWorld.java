package io.tandem.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.tenant.TenantEffect.ClaimNumber;
import io.tandem.tenant.TenantEffect.ListAccount;
import io.tandem.tenant.TenantEffect.ReleaseNumber;
import io.tandem.tenant.TenantEffect.Reply;
import io.tandem.tenant.TenantEffect.Settle;
import io.tandem.tenant.TenantEffect.StrikeAccount;
import io.tandem.tenant.TenantState.Absent;
import io.tandem.tenant.TenantState.Closing;
import io.tandem.tenant.TenantState.NumberEntry;
import io.tandem.tenant.TenantState.Open;
import io.tandem.tenant.TenantState.Opening;
import io.tandem.tenant.number.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Tenants, blocks and the index with a network between them that loses, repeats and reorders. A tenant that crashes
 * comes back from its events and repeats its orders. Everything is a function of the seed.
 */
final class TenantWorld {
    private static final TenantLimits LIMITS = new TenantLimits(50, 8);
    private static final AccountIndex.Limits INDEX_LIMITS = new AccountIndex.Limits(10, false);

    /** A message on its way. */
    private interface Message {
        void arrive();
    }

    private final Random random;
    private final Map<String, TenantState> tenants = new TreeMap<>();
    private final Map<Long, NumberBlock> blocks = new TreeMap<>();
    private AccountIndex index = AccountIndex.EMPTY;
    private final List<Message> network = new ArrayList<>();
    private boolean honest;

    TenantWorld(long seed) {
        this.random = new Random(seed);
    }

    TenantState tenant(String account) {
        return tenants.getOrDefault(account, TenantState.NONE);
    }

    NumberBlock block(long block) {
        return blocks.getOrDefault(block, NumberBlock.EMPTY);
    }

    AccountIndex index() {
        return index;
    }

    /** A client asks; where a change is in the way it gives up, which the shell's queue may do as well. */
    Optional<TenantReply> request(String account, TenantInput.Request request) {
        return Tenant.waitsFor(tenant(account), request).isPresent() ? Optional.empty() : decide(account, request);
    }

    /** What comes next on the network: a message of any age arrives, is lost, or arrives and stays to arrive again. */
    void step() {
        if (network.isEmpty()) {
            return;
        }
        Message message = network.remove(random.nextInt(network.size()));
        int fate = random.nextInt(10);
        if (fate == 0) {
            return;
        }
        if (fate == 1) {
            network.add(message);
        }
        message.arrive();
    }

    /** The tenant's node dies: what was ordered and not sent is ordered again from what is stored. */
    void crash(String account) {
        run(account, Tenant.resume(account, tenant(account)));
    }

    /** Lets everything end: an honest network, retries, and a listing that finds out what the index has wrong. */
    void settle() {
        honest = true;
        for (int round = 0; round < 20; round++) {
            while (!network.isEmpty()) {
                network.remove(random.nextInt(network.size())).arrive();
            }
            tenants.keySet().forEach(this::crash);
            index.names(0, 100).forEach(name -> request(name, new TenantInput.GetAccount(true)));
        }
        while (!network.isEmpty()) {
            network.removeFirst().arrive();
        }
    }

    /** Every claim of another account meets the doubt about the present holder. */
    void doubtEverything() {
        blocks.values().forEach(block -> block.slots().forEach((_, slot) -> {
            if (slot.held()) {
                heldNumbers(slot.assignment().account()).forEach(number -> send(() -> decide(
                        slot.assignment().account(), new TenantInput.HoldDoubted(number))));
            }
        }));
    }

    private List<PhoneNumber> heldNumbers(String account) {
        List<PhoneNumber> held = new ArrayList<>();
        blocks.forEach((id, block) -> block.slots().forEach((place, slot) -> {
            if (slot.held() && slot.assignment().account().equals(account)) {
                held.add(PhoneNumber.at(id, place));
            }
        }));
        return held;
    }

    /** What a tenant shows as its own its block holds for it, with the same settings, and the other way round. */
    void assertNothingDangles() {
        tenants.forEach((account, state) -> {
            List<PhoneNumber> own = new ArrayList<>();
            switch (state) {
                case Absent _ -> assertThat(index.accounts().get(account)).isEmpty();
                case Opening _,
                    Closing _ -> throw new AssertionError("unfinished: " + state);
                case Open open -> {
                    assertThat(open.wished()).isEmpty();
                    assertThat(open.changing()).isZero();
                    assertThat(index.accounts().get(account)).isPresent();
                    assertThat(open.counts()).isEqualTo(countedAnew(open));
                    open.numbers().forEach((number, entry) -> {
                        own.add(number);
                        assertThat(block(number.block()).holder(number)).contains(
                                NumberAssignment.of(account, entry.settled().orElseThrow()));
                    });
                }
            }
            assertThat(heldNumbers(account)).containsExactlyInAnyOrderElementsOf(own);
        });
    }

    private static NumberCounts countedAnew(Open open) {
        NumberCounts counts = NumberCounts.NONE;
        for (Map.Entry<PhoneNumber, NumberEntry> number : open.numbers().page(0, open.numbers().size())) {
            counts = counts.plus(number.getValue().settled().orElseThrow().serviceDetails());
        }
        return counts;
    }

    private Optional<TenantReply> decide(String account, TenantInput input) {
        if (input instanceof TenantInput.Request request
                && Tenant.waitsFor(tenant(account), request).isPresent()) {
            return Optional.empty();
        }
        Decision decision = Tenant.decide(account, tenant(account), input, LIMITS);
        TenantState state = tenant(account);
        for (TenantEvent event : decision.events()) {
            state = Tenant.apply(state, event);
        }
        tenants.put(account, state);
        if (honest || random.nextInt(8) > 0) { // else: it died between the event and the order
            run(account, decision.effects());
        }
        return decision.effects()
                .stream()
                .filter(Reply.class::isInstance)
                .map(
                        effect -> ((Reply) effect).reply())
                .findFirst();
    }

    private void run(String account, List<TenantEffect> effects) {
        for (TenantEffect effect : effects) {
            switch (effect) {
                case Reply _,
                    Settle _ -> {
                }
                case ListAccount(var settings, var revision) ->
                        send(() -> list(account, settings.serviceDetails(), revision));
                case StrikeAccount(var revision) -> send(() -> strike(account, revision));
                case ClaimNumber(var number, var assignment, var revision) ->
                        send(() -> claim(number, assignment, revision));
                case ReleaseNumber(var number, var revision) -> send(() -> release(number, account, revision));
            }
        }
    }

    private void send(Message message) {
        network.add(message);
    }

    private void claim(PhoneNumber number, NumberAssignment assignment, long revision) {
        NumberBlock.Decision decision = block(number.block()).claim(number, assignment, revision);
        answer(number, assignment.account(), revision, decision);
        if (decision.verdict() == NumberBlock.Verdict.HELD_ELSEWHERE) {
            String holder = block(number.block()).holder(number).orElseThrow().account();
            send(() -> decide(holder, new TenantInput.HoldDoubted(number)));
        }
    }

    private void release(PhoneNumber number, String account, long revision) {
        answer(number, account, revision, block(number.block()).release(number, account, revision));
    }

    private void answer(PhoneNumber number, String account, long revision, NumberBlock.Decision decision) {
        decision.event().ifPresent(event -> blocks.put(number.block(), block(number.block()).apply(event)));
        send(() -> decide(account, new TenantInput.BlockAnswered(number, revision, decision.verdict())));
    }

    private void list(String account, AccountServices services, long revision) {
        answer(account, revision, index.list(account, services, revision, INDEX_LIMITS));
    }

    private void strike(String account, long revision) {
        answer(account, revision, index.strike(account, revision));
    }

    private void answer(String account, long revision, AccountIndex.Decision decision) {
        decision.event().ifPresent(event -> index = index.apply(event));
        send(() -> decide(account, new TenantInput.IndexAnswered(revision, decision.verdict())));
    }
}
