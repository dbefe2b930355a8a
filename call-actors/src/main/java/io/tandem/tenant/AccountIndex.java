package io.tandem.tenant;

import io.tandem.port.CustomerDirectory.Customer;
import io.tandem.port.Service;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The list of all accounts, and the authority on what may exist once over all of them: sub-domains and, unless the
 * deployment allows to share them, Teams tenant ids (PRV-19).
 */
public record AccountIndex(SortedTree<String, Entry> accounts) {
    public static final AccountIndex EMPTY = new AccountIndex(SortedTree.empty());

    /** What calls have to know of an account's Direct Routing. */
    public enum Routing {
        /** Off, or without a sub-domain. */
        NONE,
        /** On, and a caller must be a number of the account (F-164). */
        SCREENED,
        /** On, without that. */
        OPEN;

        static Routing of(AccountServices services) {
            if (!services.enables(Service.DIRECT_ROUTING) || services.subdomain().isEmpty()) {
                return NONE;
            }
            return services.teamsDirectRouting().orElseThrow().callScreening() ? SCREENED : OPEN;
        }
    }

    /**
     * @param subdomain in lower case, as DNS compares; {@code tenantId} likewise
     * @param revision of the tenant's order obeyed last
     * @param routing empty where it was stored before there was this field
     */
    public record Entry(Optional<String> subdomain, Optional<String> tenantId, long revision,
            Optional<Routing> routing) {

        /** The customer of Direct Routing that the account is; of one stored before that was told, a screened one. */
        public Optional<Customer> customer(String account) {
            Routing on = routing.orElse(Routing.SCREENED);
            return on == Routing.NONE
                    ? Optional.empty()
                    : subdomain.map(label -> new Customer(account, label, on == Routing.SCREENED));
        }
    }

    /** @param accounts how many there may be; @param sharedTenantIds whether two may have one Teams tenant id */
    public record Limits(int accounts, boolean sharedTenantIds) {}

    /** What came of an order. */
    public enum Verdict {
        LISTED, STRUCK, SUBDOMAIN_TAKEN, TENANT_ID_TAKEN, FULL, OVERTAKEN
    }

    public sealed interface Event {
        record AccountListed(String name, Optional<String> subdomain, Optional<String> tenantId, long revision,
                Optional<Routing> routing)
                implements
                    Event {}

        record AccountStruck(String name) implements Event {}
    }

    /** What an order does: at most one event, and the verdict. */
    public record Decision(Optional<Event> event, Verdict verdict) {}

    /** Decides whether an account may be listed so; repeating it changes nothing, a later order replaces it. */
    public Decision list(String name, AccountServices services, long revision, Limits limits) {
        Optional<String> subdomain = services.subdomain().map(text -> text.toLowerCase(Locale.ROOT));
        Optional<String> tenantId = services.teamsTenantId().map(text -> text.toLowerCase(Locale.ROOT));
        Optional<Entry> listed = accounts.get(name);
        if (listed.isPresent() && revision < listed.get().revision()) {
            return new Decision(Optional.empty(), Verdict.OVERTAKEN);
        }
        if (listed.isPresent() && revision == listed.get().revision()) {
            return new Decision(Optional.empty(), Verdict.LISTED);
        }
        if (listed.isEmpty() && accounts.size() >= limits.accounts()) {
            return new Decision(Optional.empty(), Verdict.FULL);
        }
        return uniqueness(name, subdomain, limits.sharedTenantIds() ? Optional.empty() : tenantId).map(
                verdict -> new Decision(Optional.empty(), verdict))
                .orElseGet(
                        () -> new Decision(
                                Optional.of(new Event.AccountListed(name, subdomain, tenantId, revision,
                                        Optional.of(Routing.of(services)))),
                                Verdict.LISTED));
    }

    /** A scan of all accounts: they are thousands, and change by hand. */
    private Optional<Verdict> uniqueness(String name, Optional<String> subdomain, Optional<String> tenantId) {
        if (subdomain.isEmpty() && tenantId.isEmpty()) {
            return Optional.empty();
        }
        for (Map.Entry<String, Entry> other : accounts.page(0, accounts.size())) {
            if (other.getKey().equals(name)) {
                continue;
            }
            if (subdomain.isPresent() && subdomain.equals(other.getValue().subdomain())) {
                return Optional.of(Verdict.SUBDOMAIN_TAKEN);
            }
            if (tenantId.isPresent() && tenantId.equals(other.getValue().tenantId())) {
                return Optional.of(Verdict.TENANT_ID_TAKEN);
            }
        }
        return Optional.empty();
    }

    /** Decides on striking an account off; one that is not listed is struck. */
    public Decision strike(String name, long revision) {
        Optional<Entry> listed = accounts.get(name);
        if (listed.isEmpty()) {
            return new Decision(Optional.empty(), Verdict.STRUCK);
        }
        if (revision < listed.get().revision()) {
            return new Decision(Optional.empty(), Verdict.OVERTAKEN);
        }
        return new Decision(Optional.of(new Event.AccountStruck(name)), Verdict.STRUCK);
    }

    /** The index after that event. */
    public AccountIndex apply(Event event) {
        return switch (event) {
            case Event.AccountListed listed -> new AccountIndex(accounts.with(listed.name(),
                    new Entry(listed.subdomain(), listed.tenantId(), listed.revision(), listed.routing())));
            case Event.AccountStruck struck -> new AccountIndex(accounts.without(struck.name()));
        };
    }

    /** The customers of Direct Routing among the {@code top} accounts that follow so many. */
    public List<Customer> customers(int skip, int top) {
        return accounts.page(skip, top)
                .stream()
                .map(account -> account.getValue().customer(account.getKey()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** At most {@code top} names in order, after passing over {@code skip}. */
    public List<String> names(int skip, int top) {
        return accounts.page(skip, top).stream().map(Map.Entry::getKey).toList();
    }
}
