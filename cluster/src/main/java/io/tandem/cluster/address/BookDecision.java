package io.tandem.cluster.address;

import java.util.List;

/** What became of an input: the book as it is then, and what is to be done. */
public record BookDecision(AddressBook book, List<BookOrder> orders) {
    public BookDecision {
        orders = List.copyOf(orders);
    }
}
