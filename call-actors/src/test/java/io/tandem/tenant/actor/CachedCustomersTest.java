package io.tandem.tenant.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.CustomerDirectory.Customer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node's copy of the customers of Direct Routing, under changes in any order. */
class CachedCustomersTest {
    private static final Customer CONTOSO = new Customer("acme", "contoso", true);

    private final CachedCustomers customers = new CachedCustomers();

    @Test
    void aCustomerIsFoundByBothItsNames() {
        customers.set("acme", Optional.of(CONTOSO));

        assertThat(customers.ofLabel("contoso")).contains(CONTOSO);
        assertThat(customers.ofAccount("acme")).contains(CONTOSO);
        assertThat(customers.ready()).isFalse();
    }

    @Test
    void anotherLabelTakesThePlaceOfTheFirst() {
        customers.set("acme", Optional.of(CONTOSO));
        customers.set("acme", Optional.of(new Customer("acme", "fabrikam", true)));

        assertThat(customers.ofLabel("contoso")).isEmpty();
        assertThat(customers.ofLabel("fabrikam")).isPresent();
    }

    /** The new holder of a label may be heard of before the old one's loss. */
    @Test
    void aLabelThatChangedHandsStaysWithItsNewHolder() {
        Customer newer = new Customer("other", "contoso", false);
        customers.set("acme", Optional.of(CONTOSO));
        customers.set("other", Optional.of(newer));
        customers.set("acme", Optional.empty());

        assertThat(customers.ofLabel("contoso")).contains(newer);
        assertThat(customers.ofAccount("acme")).isEmpty();
    }

    @Test
    void whoIsNotToldOfAnyMoreIsForgotten() {
        customers.set("acme", Optional.of(CONTOSO));
        customers.set("other", Optional.of(new Customer("other", "fabrikam", true)));
        customers.only(List.of(CONTOSO));

        assertThat(customers.ofLabel("contoso")).isPresent();
        assertThat(customers.ofLabel("fabrikam")).isEmpty();
    }
}
