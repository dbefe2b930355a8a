package io.tandem.port;

import java.util.Optional;

/**
 * The customers of Direct Routing, by account and by the label of their sub-domain (PRV-61, PRV-62): this node's copy.
 * Any thread; nothing waits.
 */
public interface CustomerDirectory {
    /** Of a deployment that has none. */
    CustomerDirectory NONE = new CustomerDirectory() {
        @Override
        public Optional<Customer> ofLabel(String label) {
            return Optional.empty();
        }

        @Override
        public Optional<Customer> ofAccount(String account) {
            return Optional.empty();
        }

        @Override
        public boolean ready() {
            return true;
        }
    };

    /** @param label in lower case */
    Optional<Customer> ofLabel(String label);

    Optional<Customer> ofAccount(String account);

    /** Whether it has heard of all of them; before that who is not found is not known. */
    boolean ready();

    /**
     * @param label of its sub-domain, in lower case
     * @param screened whether its callers must be numbers of the account (F-164)
     */
    record Customer(String account, String label, boolean screened) {}
}
