package io.tandem.cluster.address;

/** What the book of addresses wants done, and what an operator is to read. Orders may come again: the epoch tells. */
public sealed interface BookOrder {

    /** Take that address up, and say so. */
    record Own(NodeRun node, char address, long epoch) implements BookOrder {}

    /** Give that address up, and say so. */
    record Release(NodeRun node, char address, long epoch) implements BookOrder {}

    /** For the log. */
    record Say(String text) implements BookOrder {}
}
