package io.tandem.tenant.actor;

import io.tandem.port.CustomerDirectory;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This node's copy of the customers of Direct Routing: all of them, for they are as few as accounts and their calls cannot
 * wait. Written by {@link CustomerFeed} alone; read from any thread.
 */
final class CachedCustomers implements CustomerDirectory {
    private final ConcurrentHashMap<String, Customer> byAccount = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Customer> byLabel = new ConcurrentHashMap<>();
    private volatile boolean ready;

    @Override
    public Optional<Customer> ofLabel(String label) {
        return Optional.ofNullable(byLabel.get(label));
    }

    @Override
    public Optional<Customer> ofAccount(String account) {
        return Optional.ofNullable(byAccount.get(account));
    }

    @Override
    public boolean ready() {
        return ready;
    }

    /** An account is that customer now, or none. */
    void set(String account, Optional<Customer> customer) {
        Customer before = customer.isPresent()
                ? byAccount.put(account, customer.get())
                : byAccount.remove(account);
        customer.ifPresent(now -> byLabel.put(now.label(), now));
        if (before != null) { // its label may be another account's by now
            byLabel.computeIfPresent(before.label(),
                    (label, held) -> held.account().equals(account)
                            && !customer.map(Customer::label).equals(Optional.of(label)) ? null : held);
        }
    }

    /** All have been told: whoever is not among them is none any more. */
    void only(List<Customer> all) {
        Set<String> gone = new HashSet<>(byAccount.keySet());
        all.forEach(customer -> gone.remove(customer.account()));
        gone.forEach(account -> set(account, Optional.empty()));
    }

    void becomeReady() {
        ready = true;
    }
}
